/** Measurements of this project beside its peers, in turns, each in a process of its own. */
package org.dahlquist.jobs.bench;
