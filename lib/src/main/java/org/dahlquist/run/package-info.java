/** Typed configuration, the run directory, run records, metrics and the report of a run. */
package org.dahlquist.run;
