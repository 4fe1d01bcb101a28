/** Preconditioned conjugate gradients for many right-hand sides, and the Lanczos process; no Spark. */
package org.dahlquist.solver;
