/** The command line: one stage per command, and the pipeline of all. */
package org.dahlquist.jobs;
