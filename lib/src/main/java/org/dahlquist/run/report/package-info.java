/** The report of a run: one self-contained HTML file, its plots as PNG and one row of results as CSV. Plain Java. */
package org.dahlquist.run.report;
