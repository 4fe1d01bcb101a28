/** Many small trainings at once, each the cell of a sweep. */
package org.dahlquist.cluster.sweep;
