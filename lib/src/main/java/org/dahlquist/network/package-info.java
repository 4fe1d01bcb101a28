/** Networks as small descriptions: a {@code NetworkSpec} in, a computation graph configuration out. */
package org.dahlquist.network;
