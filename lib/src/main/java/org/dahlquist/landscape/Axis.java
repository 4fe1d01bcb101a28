package org.dahlquist.landscape;

/** Evenly spaced coordinates. */
public final class Axis {
    private Axis() {}

    /**
     * From −range to range; with an odd number of points the middle one is exactly 0.
     *
     * @param points their number, at least 2
     * @param range positive
     */
    public static double[] around(int points, double range) {
        double[] axis = new double[points];
        for (int i = 0; i < points; i++) {
            axis[i] = range * (2 * i - (points - 1)) / (points - 1);
        }
        return axis;
    }

    /**
     * From 0 to 1, both exactly.
     *
     * @param points their number, at least 2
     */
    public static double[] unit(int points) {
        double[] axis = new double[points];
        for (int i = 0; i < points; i++) {
            axis[i] = (double) i / (points - 1);
        }
        return axis;
    }
}
