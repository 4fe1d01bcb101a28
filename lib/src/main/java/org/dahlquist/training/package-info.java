/** Schedules, local training, checkpoints and evaluation. */
package org.dahlquist.training;
