/** The loss surface around a trained network: directions, sections, sharpness, largest eigenvalues of the Hessian. */
package org.dahlquist.landscape;
