package org.dahlquist.graph;

import org.dahlquist.DahlquistException;

/** What near means. */
public enum Metric {
    /** Euclidean distance ‖x - y‖. */
    L2 {
        @Override
        public Points points(Points points) {
            return points;
        }
    },

    /**
     * Angle: the chord ‖x/‖x‖ - y/‖y‖‖ of the directions, rounded to float32; 1 - cos(x, y) is half its square.
     *
     * <p>It ranks as the cosine does, and being a Euclidean distance, from 0 to 2, it goes into the weights of a graph
     * as it is.
     */
    COSINE {
        @Override
        public Points points(Points points) {
            int dimension = points.dimension();
            long[] ids = new long[points.size()];
            float[] directions = points.values().clone();
            for (int point = 0; point < ids.length; point++) {
                ids[point] = points.id(point);
                int offset = point * dimension;
                double length = Math.sqrt(SquaredDistance.fromOrigin(directions, offset, dimension));
                if (length == 0) {
                    throw DahlquistException.data(
                            "sample %d has only zeros as features, so its direction and cosine are undefined; use the"
                                    + " metric l2 or leave the sample out",
                            ids[point]);
                }
                for (int component = offset; component < offset + dimension; component++) {
                    directions[component] = (float) (directions[component] / length);
                }
            }
            return new Points(ids, directions, dimension);
        }
    };

    /**
     * The points whose Euclidean distances are this metric's.
     *
     * @throws DahlquistException DATA if a point has no direction and the metric needs one, with its sample id
     */
    public abstract Points points(Points points);
}
