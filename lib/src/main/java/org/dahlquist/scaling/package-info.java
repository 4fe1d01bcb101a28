/** Predictions: training on many workers, by simulated rounds; time, memory and bytes of graph and interpolation. */
package org.dahlquist.scaling;
