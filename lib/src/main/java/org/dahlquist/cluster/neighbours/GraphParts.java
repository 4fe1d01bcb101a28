package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.graph.NeighbourLists;

/**
 * The files of a graph, each of 2,048 points, put together from the lists of the joins. Points count through the labelled
 * ones and on through the unlabelled.
 *
 * @param output folder of the graph
 * @param labelledCount labelled points
 * @param count all points
 * @param k neighbours per point, counting the point itself
 * @param labelled neighbours of the labelled points among all
 * @param nearestLabelled neighbours of the unlabelled points among the labelled
 * @param unlabelled neighbours of the unlabelled points among themselves
 * @param hadoop finds the file systems
 */
record GraphParts(
        String output,
        int labelledCount,
        int count,
        int k,
        ListFolder labelled,
        ListFolder nearestLabelled,
        ListFolder unlabelled,
        SerializableConfiguration hadoop)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Points of a file. */
    static final int ROWS_PER_FILE = 2048;

    /** Number of files with the neighbours of all points. */
    int graphFiles() {
        return (count - 1) / ROWS_PER_FILE + 1;
    }

    /** Number of files with the nearest labelled points of the unlabelled ones. */
    int labelledFiles() {
        return (count - labelledCount - 1) / ROWS_PER_FILE + 1;
    }

    /** The files with the neighbours of all points, in their order. */
    List<Path> graph() {
        return IntStream.range(0, graphFiles())
                .mapToObj(number -> file(output, NeighbourGraph.NEIGHBOURS, number))
                .toList();
    }

    /** Writes a file with neighbours of points; returns how many of these coincide with all their neighbours. */
    int writeGraph(int number) {
        int from = number * ROWS_PER_FILE;
        int to = Math.min(count, from + ROWS_PER_FILE);
        int border = Math.max(from, Math.min(to, labelledCount));
        Neighbours table =
                new Neighbours(new long[to - from], new long[(to - from) * k], new float[(to - from) * k], k);
        if (from < border) {
            fill(table, 0, labelled.readRows(files(), from, border - from), true);
        }
        if (border < to) {
            PointLists found = unlabelled.readRows(files(), border - labelledCount, to - border);
            PointLists among = nearestLabelled.readRows(files(), border - labelledCount, to - border);
            offerAll(among, found);
            fill(table, border - from, found, true);
        }
        TaskFiles.stopIfKilled();
        NeighbourShards.write(files(), file(output, NeighbourGraph.NEIGHBOURS, number), table);
        int coinciding = 0;
        for (int row = 0; row < table.size(); row++) {
            coinciding += k > 1 && table.distances()[row * k + k - 1] == 0 ? 1 : 0;
        }
        return coinciding;
    }

    /** Writes a file with nearest labelled points; returns 0, as its points are counted with the graph's. */
    int writeLabelled(int number) {
        int from = number * ROWS_PER_FILE;
        int rows = Math.min(count - labelledCount - from, ROWS_PER_FILE);
        Neighbours table = new Neighbours(new long[rows], new long[rows * k], new float[rows * k], k);
        fill(table, 0, nearestLabelled.readRows(files(), from, rows), false);
        TaskFiles.stopIfKilled();
        NeighbourShards.write(files(), file(output, NeighbourGraph.LABELLED, number), table);
        return 0;
    }

    private static void offerAll(PointLists source, PointLists target) {
        NeighbourLists lists = source.lists();
        for (int row = 0; row < source.rows(); row++) {
            for (int entry = 0; entry < lists.size(row); entry++) {
                target.lists().offer(row, lists.id(row, entry), lists.squaredDistance(row, entry));
            }
        }
    }

    /** Copies lists to a table, each after its own point if that counts. */
    private void fill(Neighbours table, int at, PointLists found, boolean withItself) {
        int own = withItself ? 1 : 0;
        for (int row = 0; row < found.rows(); row++) {
            int first = (at + row) * k;
            table.ids()[at + row] = found.ids()[row];
            Arrays.fill(table.neighbours(), first, first + own, found.ids()[row]);
            for (int entry = own; entry < k; entry++) {
                table.neighbours()[first + entry] = found.lists().id(row, entry - own);
                table.distances()[first + entry] =
                        (float) Math.sqrt(found.lists().squaredDistance(row, entry - own));
            }
        }
    }

    /** Where a file of a graph is. */
    static Path file(String output, String folder, int number) {
        return new Path(new Path(output, folder), String.format(Locale.ROOT, "part-%05d.arrow", number));
    }

    private Configuration files() {
        return hadoop.value();
    }
}
