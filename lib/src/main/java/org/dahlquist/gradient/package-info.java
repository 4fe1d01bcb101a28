/** Gradient activations (GAF) and the updaters that apply them. */
package org.dahlquist.gradient;
