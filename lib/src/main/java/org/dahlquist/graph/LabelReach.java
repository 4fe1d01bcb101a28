package org.dahlquist.graph;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dahlquist.DahlquistException;

/**
 * What the labels of a graph say about its unlabelled points by connectedness alone.
 *
 * <p>A point whose component holds labels of several classes is unknown until a system is solved. One whose component
 * holds a single class is settled: every interpolation gives it exactly that class. One without any label in its
 * component is unreached. Cost: O(n k).
 */
public final class LabelReach {
    /** Class of a point whose component holds no label. */
    public static final int UNREACHED = -1;

    private static final int SEVERAL = -2;

    private final int[] component;
    private final int[] labels;
    private final int[] only;

    private LabelReach(int[] component, int[] labels, int[] only) {
        this.component = component;
        this.labels = labels;
        this.only = only;
    }

    /**
     * Looks at every component of a graph.
     *
     * @param labels class of each point, -1 if unlabelled, {@code int[n]}
     * @throws DahlquistException DATA if a label isn't below the number of classes or their number isn't n
     */
    public static LabelReach of(WeightedGraph graph, int[] labels, int classes) {
        checkLabels(graph, labels, classes);
        int[] component = graph.components();
        int[] only = new int[Arrays.stream(component).max().orElse(-1) + 1];
        Arrays.fill(only, UNREACHED);
        for (int point = 0; point < labels.length; point++) {
            int known = only[component[point]];
            if (labels[point] >= 0 && known != labels[point]) {
                only[component[point]] = known == UNREACHED ? labels[point] : SEVERAL;
            }
        }
        return new LabelReach(component, labels.clone(), only);
    }

    private static void checkLabels(WeightedGraph graph, int[] labels, int classes) {
        if (labels.length != graph.size()) {
            throw DahlquistException.data("%d labels for a graph of %d points", labels.length, graph.size());
        }
        for (int point = 0; point < labels.length; point++) {
            if (labels[point] < -1 || labels[point] >= classes) {
                throw DahlquistException.data(
                        "point %d has the label %d; with %d classes it must be from 0 to %d, or -1 if unlabelled",
                        point, labels[point], classes, classes - 1);
            }
        }
    }

    /** Connected components of the graph over all points. */
    public int components() {
        return only.length;
    }

    /** Ordinals of the unlabelled points whose component holds several classes, ascending. */
    public int[] unknowns() {
        return unlabelled(SEVERAL);
    }

    /** Ordinals of the unlabelled points in components without labelled points, ascending. */
    public int[] unreached() {
        return unlabelled(UNREACHED);
    }

    /** Whether a point, labelled or not, lies in a component with labels of several classes. */
    boolean isContested(int point) {
        return only[component[point]] == SEVERAL;
    }

    /** The one class in a point's component, or {@link #UNREACHED} if it has no label or several classes. */
    public int settledClass(int point) {
        return Math.max(only[component[point]], UNREACHED);
    }

    /** Number of a point's component. */
    int component(int point) {
        return component[point];
    }

    private int[] unlabelled(int kind) {
        return IntStream.range(0, labels.length)
                .filter(point -> labels[point] < 0 && only[component[point]] == kind)
                .toArray();
    }
}
