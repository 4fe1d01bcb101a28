/** Dahlquist: zero-stable convolutional networks on Apache Spark, classified on the data's own graph. */
package org.dahlquist;
