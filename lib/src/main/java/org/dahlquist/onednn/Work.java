package org.dahlquist.onednn;

/**
 * A step in Java that profiles name as they do primitives.
 *
 * @param layer name of the network's vertex it works for
 * @param what what it computes
 * @param implementation name of the algorithm
 * @param flops multiplications and additions of the direct algorithm
 * @param bytes bytes of everything it reads or writes, each counted once
 * @param work does it
 */
record Work(String layer, String what, String implementation, long flops, long bytes, Runnable work)
        implements Runnable {
    @Override
    public void run() {
        work.run();
    }

    PrimitiveTime time(double seconds) {
        return new PrimitiveTime(layer, what, implementation, seconds, flops, bytes);
    }
}
