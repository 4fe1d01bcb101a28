package org.dahlquist.graph;

/**
 * The Java Vector API, which the module {@code jdk.incubator.vector} brings.
 *
 * <p>Right vectors lie in panels of two SIMD vectors, left ones in groups of 8 or 6 rows, both component by component
 * ({@link VectorProducts}). A panel stays in the first-level cache while the groups of a chunk pass by from the second.
 */
final class VectorKernel extends ProductKernel {
    @Override
    public String name() {
        return "vector (" + VectorProducts.L + " floats)";
    }

    @Override
    boolean projects() {
        return true;
    }

    @Override
    ProductTile tile(int dimension) {
        return new VectorTile(dimension);
    }
}
