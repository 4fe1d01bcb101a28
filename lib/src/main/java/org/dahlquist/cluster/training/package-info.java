/** Training over rounds of workers whose parameters or gradients are averaged. */
package org.dahlquist.cluster.training;
