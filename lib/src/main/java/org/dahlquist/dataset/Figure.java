package org.dahlquist.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The classes of the generated dataset, each by its signed distance in pixels: negative inside, positive outside.
 *
 * <p>Coordinates are relative to a random centre and turned by a random angle; size is about half the figure's extent,
 * and the period of a texture grows with it.
 */
enum Figure {
    DISC(0, Math.PI) {
        @Override
        double distance(double x, double y, double size) {
            return radius(x, y) - 0.9 * size;
        }
    },
    RING(0, Math.PI) {
        @Override
        double distance(double x, double y, double size) {
            return Math.abs(radius(x, y) - 0.8 * size) - 0.2 * size;
        }
    },
    SQUARE(0, Math.PI) {
        @Override
        double distance(double x, double y, double size) {
            return Math.max(Math.abs(x), Math.abs(y)) - 0.75 * size;
        }
    },
    TRIANGLE(0, Math.PI) {
        @Override
        double distance(double x, double y, double size) {
            double slanted = 0.5 * y + 0.5 * Math.sqrt(3) * Math.abs(x);
            return Math.max(slanted, -y) - 0.5 * size;
        }
    },
    CROSS(0, Math.PI) {
        @Override
        double distance(double x, double y, double size) {
            double across = Math.max(Math.abs(x) - size, Math.abs(y) - 0.25 * size);
            double along = Math.max(Math.abs(y) - size, Math.abs(x) - 0.25 * size);
            return Math.min(across, along);
        }
    },
    HORIZONTAL_STRIPES(0, 0.2) {
        @Override
        double distance(double x, double y, double size) {
            return stripe(y, period(size));
        }
    },
    VERTICAL_STRIPES(Math.PI / 2, 0.2) {
        @Override
        double distance(double x, double y, double size) {
            return stripe(y, period(size));
        }
    },
    DIAGONAL_STRIPES(Math.PI / 4, 0.2) {
        @Override
        double distance(double x, double y, double size) {
            return stripe(y, period(size));
        }
    },
    CHECKERBOARD(0, 0.2) {
        @Override
        double distance(double x, double y, double size) {
            double columns = stripe(x, 1.3 * period(size));
            double rows = stripe(y, 1.3 * period(size));
            boolean covered = columns < 0 ^ rows < 0;
            double edge = Math.min(Math.abs(columns), Math.abs(rows));
            return covered ? -edge : edge;
        }
    },
    DOTS(0, Math.PI) {
        @Override
        double distance(double x, double y, double size) {
            double period = period(size);
            double nearestX = x - period * Math.rint(x / period);
            double nearestY = y - period * Math.rint(y / period);
            return radius(nearestX, nearestY) - 0.3 * period;
        }
    };

    private final double angle;
    private final double turn;

    Figure(double angle, double turn) {
        this.angle = angle;
        this.turn = turn;
    }

    /** Angle, in radians, about which the figure is turned. */
    double angle() {
        return angle;
    }

    /** Largest deviation from it, in radians, that leaves the class as it is. */
    double turn() {
        return turn;
    }

    abstract double distance(double x, double y, double size);

    /** Class names as people read them. */
    static List<String> names() {
        return Arrays.stream(values())
                .map(figure -> figure.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList();
    }

    private static double radius(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    private static double period(double size) {
        return 0.7 * size;
    }

    /** Stripes of equal width on both sides, perpendicular to the coordinate. */
    private static double stripe(double coordinate, double period) {
        double inPeriod = coordinate - period * Math.rint(coordinate / period);
        return Math.abs(inPeriod) - 0.25 * period;
    }
}
