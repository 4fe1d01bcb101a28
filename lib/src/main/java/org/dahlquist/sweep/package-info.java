/** Many small trainings of one study: which settings and seeds, what came out, its tables and plots. */
package org.dahlquist.sweep;
