package org.dahlquist.cluster.interpolation;

import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.neighbours.NeighbourGraph;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.dataset.Split;
import org.dahlquist.graph.NearestNeighbours;

/**
 * A neighbour graph read back with the labels of its points; points are ordinals, training points first.
 *
 * @param ids sample id of each point, ascending
 * @param labels true class of each point, also of test points
 * @param labelled number of training points
 * @param all neighbours of every point among all points
 * @param nearestLabelled neighbours of every test point among the training points
 */
record LabelledGraph(long[] ids, int[] labels, int labelled, NearestNeighbours all, NearestNeighbours nearestLabelled) {

    static LabelledGraph read(Configuration hadoop, Path features, Path graph) {
        Features train = FeatureShards.read(hadoop, new Path(features, Split.TRAIN.key()));
        Features test = FeatureShards.read(hadoop, new Path(features, Split.TEST.key()));
        int n = train.size() + test.size();
        long[] ids = Arrays.copyOf(train.ids(), n);
        System.arraycopy(test.ids(), 0, ids, train.size(), test.size());
        int[] labels = Arrays.copyOf(train.labels(), n);
        System.arraycopy(test.labels(), 0, labels, train.size(), test.size());
        return new LabelledGraph(
                ids,
                labels,
                train.size(),
                read(hadoop, new Path(graph, NeighbourGraph.NEIGHBOURS), ids, ids),
                read(hadoop, new Path(graph, NeighbourGraph.LABELLED), ids, test.ids()));
    }

    private static NearestNeighbours read(Configuration hadoop, Path folder, long[] ids, long[] rows) {
        Neighbours shards = NeighbourShards.read(hadoop, folder);
        if (!Arrays.equals(shards.ids(), rows)) {
            throw DahlquistException.data(
                    "%s has %d points, which are not the %d points of the features; build the graph from the same"
                            + " features",
                    folder, shards.size(), rows.length);
        }
        int[] ordinals = new int[shards.neighbours().length];
        double[] distances = new double[ordinals.length];
        for (int entry = 0; entry < ordinals.length; entry++) {
            ordinals[entry] = Arrays.binarySearch(ids, shards.neighbours()[entry]);
            distances[entry] = shards.distances()[entry];
            if (ordinals[entry] < 0) {
                throw DahlquistException.data(
                        "%s names the neighbour %d, for which there are no features; build the graph from the same"
                                + " features",
                        folder, shards.neighbours()[entry]);
            }
        }
        return new NearestNeighbours(shards.k(), ordinals, distances);
    }

    /** Checks that the voting labels are classes, naming the sample that isn't. */
    void checkClasses(int classes) {
        for (int point = 0; point < labelled; point++) {
            if (labels[point] < 0 || labels[point] >= classes) {
                throw DahlquistException.data(
                        "sample %d has the label %d; with %d classes it must be from 0 to %d",
                        ids[point], labels[point], classes, classes - 1);
            }
        }
    }

    int unlabelled() {
        return ids.length - labelled;
    }

    /** Class of each training point, -1 for each test point. */
    int[] knownLabels() {
        int[] known = labels.clone();
        Arrays.fill(known, labelled, known.length, -1);
        return known;
    }

    /** Fraction of test points whose nearest {@code k} training points elect their class; ties go to the nearest. */
    double nearestTop1(int k, int classes) {
        int correct = 0;
        for (int row = 0; row < unlabelled(); row++) {
            correct += elected(row, k, classes) == labels[labelled + row] ? 1 : 0;
        }
        return (double) correct / unlabelled();
    }

    /** Class of the training point nearest to a test point. */
    int nearestClass(int point) {
        return labels[nearestLabelled.ordinals()[(point - labelled) * nearestLabelled.k()]];
    }

    private int elected(int row, int k, int classes) {
        int[] votes = new int[classes];
        int first = row * nearestLabelled.k();
        for (int entry = first; entry < first + k; entry++) {
            votes[labels[nearestLabelled.ordinals()[entry]]]++;
        }
        int winner = labels[nearestLabelled.ordinals()[first]];
        for (int entry = first; entry < first + k; entry++) {
            int label = labels[nearestLabelled.ordinals()[entry]];
            winner = votes[label] > votes[winner] ? label : winner;
        }
        return winner;
    }
}
