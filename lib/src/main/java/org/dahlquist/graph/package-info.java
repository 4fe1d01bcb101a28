/** Exact and approximate nearest neighbours, graph weights, and the systems of the methods that interpolate labels; no Spark. */
package org.dahlquist.graph;
