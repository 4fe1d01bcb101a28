package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.scaling.GraphGrain;

/**
 * The files of a graph, each of 4,096 points of one part, put together from what the last round of a join has left.
 *
 * @param output folder of the graph
 * @param join the join
 * @param unitRows points that one task writes: whole blocks and whole files
 * @param withNeighbours whether the driver has room for the neighbours of all points
 */
record GraphParts(String output, FoundLists join, int unitRows, boolean withNeighbours) implements Serializable {
    private static final long serialVersionUID = 1L;

    private JoinBlocks blocks() {
        return join.setting().blocks();
    }

    private int labelledUnits() {
        return (blocks().labelled().rows() - 1) / unitRows + 1;
    }

    /** Numbers of what tasks write, in the order of the points. */
    List<Integer> units() {
        int unlabelled = (blocks().unlabelled().rows() - 1) / unitRows + 1;
        return IntStream.range(0, labelledUnits() + unlabelled).boxed().toList();
    }

    /** Where the labelled points' neighbours among each other go. */
    ListFolder labelledLists() {
        return KeptLists.folder(output, unitRows);
    }

    /** Writes the files with some points. */
    List<GraphPart> write(int unit) {
        boolean labelled = unit < labelledUnits();
        int number = labelled ? unit : unit - labelledUnits();
        int from = number * unitRows;
        PointLists found = lists(labelled, from, true);
        PointLists others = lists(labelled, from, false);
        TaskFiles.stopIfKilled();
        if (!labelled) {
            writeFiles(NeighbourGraph.LABELLED, number * filesOfUnit(), others, false);
        } else if (join.setting().kept() == null) {
            labelledLists().write(join.setting().files(), number, found);
        }
        others.offerTo(found);
        int before = labelled ? 0 : (blocks().labelled().rows() - 1) / GraphGrain.FILE_ROWS + 1;
        return writeFiles(NeighbourGraph.NEIGHBOURS, before + number * filesOfUnit(), found, true);
    }

    private int filesOfUnit() {
        return unitRows / GraphGrain.FILE_ROWS;
    }

    /** Neighbours in their own part or in the other of the unit's points, whose first has the ordinal {@code from}. */
    private PointLists lists(boolean labelled, int from, boolean own) {
        FeatureIndex part = labelled ? blocks().labelled() : blocks().unlabelled();
        int size = Math.min(unitRows, part.rows() - from);
        int anyBlock = labelled ? 0 : blocks().labelledCount();
        int first = labelled ? from : blocks().labelled().rows() + from;
        PointLists found = PointLists.empty(size, join.setting().capacity(new ListKey(anyBlock, own)));
        blocks().holding(labelled, from, size)
                .forEach(block -> join.show(new ListKey(block, own), lists -> {
                    int[] ordinals = blocks().ordinals(block);
                    for (int row = 0; row < ordinals.length; row++) {
                        int at = ordinals[row] - first;
                        if (at >= 0 && at < size) {
                            lists.offerTo(found, at, row);
                        }
                    }
                }));
        return found;
    }

    private List<GraphPart> writeFiles(String folder, int number, PointLists found, boolean withItself) {
        List<GraphPart> parts = new ArrayList<>();
        for (int from = 0; from < found.rows(); from += GraphGrain.FILE_ROWS) {
            Neighbours table = table(found, from, withItself);
            NeighbourShards.write(
                    join.setting().files(), file(output, folder, number + from / GraphGrain.FILE_ROWS), table);
            parts.add(GraphPart.of(table, withNeighbours));
        }
        return parts;
    }

    /** A file's lists as a table, each after its own point if that counts. */
    private Neighbours table(PointLists found, int from, boolean withItself) {
        int rows = Math.min(GraphGrain.FILE_ROWS, found.rows() - from);
        int k = join.setting().k();
        int own = withItself ? 1 : 0;
        Neighbours table = new Neighbours(
                Arrays.copyOfRange(found.ids(), from, from + rows), new long[rows * k], new float[rows * k], k);
        for (int row = 0; row < rows; row++) {
            int first = row * k;
            Arrays.fill(table.neighbours(), first, first + own, table.ids()[row]);
            for (int entry = own; entry < k; entry++) {
                table.neighbours()[first + entry] = found.lists().id(from + row, entry - own);
                table.distances()[first + entry] =
                        (float) Math.sqrt(found.lists().squaredDistance(from + row, entry - own));
            }
        }
        return table;
    }

    /** Where a file of a graph is. */
    static Path file(String output, String folder, int number) {
        return new Path(new Path(output, folder), String.format(Locale.ROOT, "part-%05d.arrow", number));
    }
}
