package org.dahlquist.run.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dahlquist.stability.NamedMethod;
import org.dahlquist.stability.Root;

/** Finds room for the labels of roots in the complex plane, first come first served. */
final class RootLabels {
    private static final double CHARACTER_WIDTH = 7.5;
    private static final double HEIGHT = 13;
    private static final double MARKER = 8;
    /** Directions from a root to its label, in the order of preference. */
    private static final double[][] DIRECTIONS = {{0, 1}, {0, -1}, {-1, 0}, {1, 0}, {-1, 1}, {1, 1}, {-1, -1}, {1, -1}};

    private final double pixel;
    private final List<Rectangle2D> taken = new ArrayList<>();

    /**
     * Starts with the markers alone.
     *
     * @param drawn all roots with a marker
     * @param pixel length of a pixel in the plane
     */
    RootLabels(List<Root> drawn, double pixel) {
        this.pixel = pixel;
        drawn.forEach(root -> taken.add(around(root.real(), root.imaginary(), MARKER, MARKER)));
    }

    /** A label with the method's k, or its name, at one of its roots; none where all places are taken. */
    Optional<StabilityPlots.Label> place(NamedMethod set) {
        String text =
                set.k().isPresent() ? Numbers.shortened(set.k().getAsDouble()).replace('-', '−') : set.name();
        double width = CHARACTER_WIDTH * text.length();
        for (Root root : set.method().spuriousRoots()) {
            for (double[] direction : DIRECTIONS) {
                double x = root.real() + direction[0] * pixel * (MARKER + width) / 2;
                double y = root.imaginary() + direction[1] * pixel * (MARKER + HEIGHT) / 2;
                Rectangle2D box = around(x, y, width, HEIGHT);
                if (taken.stream().noneMatch(box::intersects)) {
                    taken.add(box);
                    return Optional.of(new StabilityPlots.Label(text, x, y));
                }
            }
        }
        return Optional.empty();
    }

    private Rectangle2D around(double x, double y, double width, double height) {
        return new Rectangle2D.Double(x - width * pixel / 2, y - height * pixel / 2, width * pixel, height * pixel);
    }
}
