package org.dahlquist.landscape;

/**
 * The straight line (1 − t)·p + t·q between two models of one network; at 0 exactly p, at 1 exactly q.
 *
 * <p>Everything in the flat vector is interpolated, the running statistics of batch normalisation too. In between they
 * aren't the statistics of the interpolated weights, which raises the loss there; t stays within [0, 1], because beyond
 * it a variance could become negative. Reference: Goodfellow, Vinyals and Saxe, "Qualitatively Characterizing Neural
 * Network Optimization Problems", ICLR 2015.
 *
 * @param from p; shared, not copied
 * @param to q; shared, not copied
 */
public record Line(float[] from, float[] to) implements Section {
    private static final long serialVersionUID = 1L;

    @Override
    public float[] at(double... coordinates) {
        double t = coordinates[0];
        if (t < 0 || t > 1) {
            throw new IllegalArgumentException("a line's point is from 0 to 1, not " + t);
        }
        float[] point = new float[from.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = (float) ((1 - t) * from[i] + t * to[i]);
        }
        return point;
    }
}
