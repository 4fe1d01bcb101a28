/** The graph of nearest neighbours, joined block by block, resumable. */
package org.dahlquist.cluster.neighbours;
