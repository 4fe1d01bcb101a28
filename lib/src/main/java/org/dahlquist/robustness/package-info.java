/** What a trained network makes of disturbed images: input noise, and attacks with the gradient of the input. */
package org.dahlquist.robustness;
