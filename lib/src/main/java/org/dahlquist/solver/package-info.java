/** Preconditioned conjugate gradients for many right-hand sides; plain Java. */
package org.dahlquist.solver;
