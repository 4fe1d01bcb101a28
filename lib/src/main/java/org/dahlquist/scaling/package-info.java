/** Predicts how training scales with workers: a small simulation of averaging rounds on a network of given bandwidth. */
package org.dahlquist.scaling;
