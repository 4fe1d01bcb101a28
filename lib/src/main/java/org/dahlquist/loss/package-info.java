/** Vertical deformations of the loss (VDM): a scalar function of the mean cross-entropy, whose slope scales gradients. */
package org.dahlquist.loss;
