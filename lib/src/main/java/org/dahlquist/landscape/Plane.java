package org.dahlquist.landscape;

/**
 * The points p + Σ cᵢ·dᵢ around a model p; at the origin exactly p.
 *
 * @param origin flat parameters p; shared, not copied
 * @param directions dᵢ, {@code float[dimensions][origin.length]}; shared, not copied
 */
public record Plane(float[] origin, float[][] directions) implements Section {
    private static final long serialVersionUID = 1L;

    @Override
    public float[] at(double... coordinates) {
        double[] sum = new double[origin.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = origin[i];
        }
        for (int d = 0; d < directions.length; d++) {
            if (coordinates[d] != 0) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += coordinates[d] * directions[d][i];
                }
            }
        }
        float[] point = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            point[i] = (float) sum[i];
        }
        return point;
    }
}
