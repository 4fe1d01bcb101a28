package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.dataset.NeighbourShards;
import org.dahlquist.dataset.Neighbours;
import org.dahlquist.graph.HnswNeighbours;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.NearestNeighbours;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.RecallAudit;
import org.dahlquist.scaling.GraphCost;
import org.dahlquist.scaling.GraphGrain;

/**
 * The approximate graph: an index over all points and one over the labelled ones, built, searched and audited in one
 * task, which takes all cores of its executor and holds the features three times.
 *
 * @param train labelled points
 * @param test unlabelled points
 * @param k neighbours per point, counting the point itself
 * @param metric distance
 * @param output folder of the graph
 * @param threads of the task
 * @param withNeighbours whether the driver has room for the neighbours of all points
 * @param hadoop finds the file systems
 */
record IndexedGraph(
        FeatureIndex train,
        FeatureIndex test,
        int k,
        Metric metric,
        String output,
        int threads,
        boolean withNeighbours,
        HadoopSettings hadoop)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long AUDIT_SEED = 1;
    /** Of a vertex beside its features: up to 33 links, its lists and objects. */
    private static final int VERTEX_BYTES = 500;

    /** What the task found out. */
    private record Built(double recall, List<GraphPart> parts, double seconds, double outputSeconds)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Builds the graph in one task. */
    GraphBuild build(JavaSparkContext spark, long heapBytes) {
        checkMemory(heapBytes);
        List<IndexedGraph> one = new ArrayList<>(List.of(this));
        Built built = SparkFailures.unwrap(
                () -> spark.parallelize(one, 1).map(IndexedGraph::build).first());
        NeighbourGraph.Work work =
                new NeighbourGraph.Work("hnsw", 0, 0, 0, built.seconds(), 4L * points() * train.dimension(), 0);
        return new GraphBuild(built.parts(), built.recall(), work, built.seconds(), built.outputSeconds());
    }

    private int points() {
        return train.rows() + test.rows();
    }

    private void checkMemory(long heapBytes) {
        long bytes = points() * (12L * train.dimension() + VERTEX_BYTES + 24L * k);
        long usable = (long) (heapBytes * GraphCost.HEAP_SHARE);
        if (bytes > usable || (long) points() * Math.max(k, train.dimension()) > Integer.MAX_VALUE - 8) {
            throw DahlquistException.cluster(
                    "graph.backend = hnsw puts all %,d points into one task, which takes %,d MiB of the %,d MiB that it may"
                            + " use, and not more than 2^31 features; raise spark.executor.memory, or set graph.backend ="
                            + " exact, which needs no more memory for more points",
                    points(), bytes >> 20, usable >> 20);
        }
    }

    private Built build() {
        long start = System.nanoTime();
        long[] ids = new long[points()];
        float[] values = new float[points() * train.dimension()];
        train.copy(files(), 0, train.rows(), ids, values, 0);
        test.copy(files(), 0, test.rows(), ids, values, train.rows());
        Points all = new Points(ids, values, train.dimension());
        NearestNeighbours graph = search(all).selfJoin(0, points(), k);
        Points labelled = train.read(files(), 0, train.rows());
        NearestNeighbours nearest = search(labelled).join(test.read(files(), 0, test.rows()), 0, test.rows(), k);
        RecallAudit audit = RecallAudit.of(all, metric, graph, RecallAudit.ROWS, AUDIT_SEED, threads);
        double seconds = (System.nanoTime() - start) * 1e-9;
        long written = System.nanoTime();
        List<GraphPart> parts = write(NeighbourGraph.NEIGHBOURS, all, 0, graph);
        write(NeighbourGraph.LABELLED, all, train.rows(), nearest);
        return new Built(audit.recall(), parts, seconds, (System.nanoTime() - written) * 1e-9);
    }

    private HnswNeighbours search(Points points) {
        return new HnswNeighbours(points, metric, HnswNeighbours.Settings.DEFAULT, threads);
    }

    private Configuration files() {
        return hadoop.value();
    }

    /** Writes the neighbours of the points from ordinal {@code first} on. */
    private List<GraphPart> write(String folder, Points points, int first, NearestNeighbours found) {
        List<GraphPart> parts = new ArrayList<>();
        for (int from = 0; from < found.rows(); from += GraphGrain.FILE_ROWS) {
            int rows = Math.min(GraphGrain.FILE_ROWS, found.rows() - from);
            Neighbours table = new Neighbours(new long[rows], new long[rows * k], new float[rows * k], k);
            for (int row = 0; row < rows; row++) {
                table.ids()[row] = points.id(first + from + row);
                for (int entry = row * k; entry < (row + 1) * k; entry++) {
                    table.neighbours()[entry] = points.id(found.ordinals()[from * k + entry]);
                    table.distances()[entry] = (float) found.distances()[from * k + entry];
                }
            }
            TaskFiles.stopIfKilled();
            NeighbourShards.write(files(), GraphParts.file(output, folder, from / GraphGrain.FILE_ROWS), table);
            parts.add(GraphPart.of(table, withNeighbours));
        }
        return parts;
    }
}
