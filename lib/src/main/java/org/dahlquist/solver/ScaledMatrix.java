package org.dahlquist.solver;

import org.dahlquist.DahlquistException;

/**
 * A symmetric matrix scaled to a unit diagonal, D^(-1/2) A D^(-1/2), in float32 beside its float64 original.
 *
 * <p>Conjugate gradients on the scaled matrix are those on A with Jacobi preconditioning. Memory: 4 bytes per entry and
 * 8 per row beside A's own. Immutable by convention and thread-safe.
 */
public final class ScaledMatrix {
    private final CompressedRows original;
    private final double[] scale;
    private final float[] values;
    private final int[] components;

    private ScaledMatrix(CompressedRows original, double[] scale, float[] values, int[] components) {
        this.original = original;
        this.scale = scale;
        this.values = values;
        this.components = components;
    }

    /**
     * Scales a positive definite matrix.
     *
     * @throws DahlquistException DATA if a diagonal entry isn't positive
     */
    public static ScaledMatrix of(CompressedRows matrix) {
        return of(matrix, null);
    }

    /**
     * Scales a graph Laplacian, which the constant vectors of its components make singular.
     *
     * @param matrix rows sum to 0
     * @param components number of each row's component, {@code int[rows]}, from 0; null for a positive definite matrix
     * @throws DahlquistException DATA if a diagonal entry isn't positive
     */
    public static ScaledMatrix of(CompressedRows matrix, int[] components) {
        double[] scale = matrix.diagonal();
        for (int row = 0; row < scale.length; row++) {
            if (!(scale[row] > 0)) {
                throw DahlquistException.data(
                        "row %d has the diagonal entry %s; a positive definite matrix has only positive ones",
                        row, scale[row]);
            }
            scale[row] = 1 / Math.sqrt(scale[row]);
        }
        float[] values = new float[matrix.entries()];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int entry = matrix.offsets()[row]; entry < matrix.offsets()[row + 1]; entry++) {
                values[entry] = (float) (matrix.values()[entry] * scale[row] * scale[matrix.columns()[entry]]);
            }
        }
        return new ScaledMatrix(matrix, scale, values, components);
    }

    /** Number of rows. */
    public int rows() {
        return original.rows();
    }

    /** A. */
    CompressedRows original() {
        return original;
    }

    int[] offsets() {
        return original.offsets();
    }

    int[] columns() {
        return original.columns();
    }

    float[] values() {
        return values;
    }

    /** D^(-1/2). */
    double[] scale() {
        return scale;
    }

    boolean isSingular() {
        return components != null;
    }

    /** Subtracts each column's mean over every component, weighted by D, so that Σ a_ii x_i = 0 there. */
    private void centre(double[] x, int columns) {
        subtractMeans(x, columns, row -> 1 / (scale[row] * scale[row]));
    }

    /**
     * Subtracts what a singular matrix has no solution for from right-hand sides, each column's mean over a component.
     *
     * @param rightHandSides {@code double[rows * columns]}, row-major; changed only for a singular matrix
     * @return ‖b‖₂ of each column
     */
    public double[] consistentNorms(double[] rightHandSides, int columns) {
        if (isSingular()) {
            project(rightHandSides, columns);
        }
        return ConjugateGradient.norms(rightHandSides, columns);
    }

    /** Of a singular matrix's solutions takes the one with Σ a_ii x_i = 0 in each component; leaves another's alone. */
    public void centreIfSingular(double[] solutions, int columns) {
        if (isSingular()) {
            centre(solutions, columns);
        }
    }

    /** Subtracts each column's mean over every component, which makes a residual orthogonal to the null space. */
    void project(double[] residual, int columns) {
        subtractMeans(residual, columns, row -> 1);
    }

    /** The product with a vector in float64, {@code double[rows]}. */
    double[] multiply(double[] vector) {
        double[] scaled = new double[vector.length];
        for (int row = 0; row < scaled.length; row++) {
            scaled[row] = scale[row] * vector[row];
        }
        double[] product = new double[vector.length];
        original.multiply(scaled, product, 1);
        for (int row = 0; row < scaled.length; row++) {
            product[row] *= scale[row];
        }
        return product;
    }

    /** Makes a vector orthogonal to the null space of a singular matrix; leaves it alone for another one. */
    void removeNullSpace(double[] vector) {
        if (isSingular()) {
            for (int row = 0; row < vector.length; row++) {
                vector[row] /= scale[row];
            }
            project(vector, 1);
            for (int row = 0; row < vector.length; row++) {
                vector[row] *= scale[row];
            }
        }
    }

    private void subtractMeans(double[] x, int columns, RowFunction weight) {
        int count = 0;
        for (int component : components) {
            count = Math.max(count, component + 1);
        }
        double[] sums = new double[count * columns];
        double[] norms = new double[count];
        for (int row = 0; row < components.length; row++) {
            norms[components[row]] += weight.of(row);
            for (int column = 0; column < columns; column++) {
                sums[components[row] * columns + column] += weight.of(row) * x[row * columns + column];
            }
        }
        for (int row = 0; row < components.length; row++) {
            for (int column = 0; column < columns; column++) {
                x[row * columns + column] -= sums[components[row] * columns + column] / norms[components[row]];
            }
        }
    }

    @FunctionalInterface
    private interface RowFunction {
        double of(int row);
    }
}
