/** Linear multistep methods: coefficients, characteristic polynomial, roots and zero-stability class. */
package org.dahlquist.stability;
