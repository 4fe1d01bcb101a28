/** A network's training step and inference compiled to oneDNN primitives: a graph of our layers in, loss and flat gradient out. */
package org.dahlquist.onednn;
