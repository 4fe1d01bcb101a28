package org.dahlquist.graph;

/**
 * A way of multiplying blocks of vectors in float32 and of finding near pairs by the products.
 *
 * <p>Every kernel leads to the same lists, as the products only choose which pairs are looked at in float64. Thread-safe.
 */
public abstract class ProductKernel {
    ProductKernel() {}

    private static final class Fastest {
        static final ProductKernel KERNEL = KernelChoice.first();
    }

    /**
     * The fastest kernel that works here, chosen and logged at the first call; the system property
     * {@code dahlquist.knn.kernel} names another.
     *
     * @throws org.dahlquist.DahlquistException CONFIG if the property names a kernel that does not exist or work here
     */
    public static ProductKernel fastest() {
        String wanted = System.getProperty(KernelChoice.PROPERTY);
        return wanted == null ? Fastest.KERNEL : KernelChoice.named(wanted);
    }

    /** Such as {@code vector (16 floats)}. */
    public abstract String name();

    /** Whether it skips products of points that are far apart along a few directions, and takes rows in any order. */
    boolean projects() {
        return false;
    }

    /** Working memory for one thread's joins of points of a dimension. */
    abstract ProductTile tile(int dimension);
}
