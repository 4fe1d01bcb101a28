/** README's tables, generated from notebooks/results. */
package org.dahlquist.jobs.results;
