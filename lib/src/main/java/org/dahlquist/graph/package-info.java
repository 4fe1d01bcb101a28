/** Exact nearest neighbours, graph weights and the weighted nonlocal Laplacian system; plain Java. */
package org.dahlquist.graph;
