package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.dataset.FeatureFile;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.graph.Metric;
import org.dahlquist.graph.Points;

/**
 * Where the features of one part are: its files in ascending order of ids, without the features themselves.
 *
 * @param files the files; a point's ordinal counts through them
 */
record FeatureIndex(List<FeatureFile> files) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Reads all files of some folders once, and checks that ids ascend and features are finite.
     *
     * @param spark the context
     * @param folders folders of feature shards
     * @param metric distance, which has to be defined for every point
     * @return an index of each folder
     * @throws DahlquistException (DATA) naming the sample or the file that is unfit
     */
    static List<FeatureIndex> of(JavaSparkContext spark, List<Path> folders, Metric metric) {
        Configuration hadoop = spark.hadoopConfiguration();
        List<List<String>> names = new ArrayList<>();
        for (Path folder : folders) {
            names.add(FeatureShards.files(hadoop, folder).stream()
                    .map(Path::toString)
                    .toList());
        }
        List<String> all = new ArrayList<>(names.stream().flatMap(List::stream).toList());
        List<FeatureFile> described = JoinMemory.isLocal(spark.master())
                ? all.stream()
                        .parallel()
                        .map(name -> describe(hadoop, name, metric))
                        .toList()
                : describe(spark, all, metric);
        List<FeatureIndex> indices = new ArrayList<>();
        int next = 0;
        for (List<String> folder : names) {
            indices.add(ascending(described.subList(next, next + folder.size())));
            next += folder.size();
        }
        return indices;
    }

    /** Reads files as tasks; where the driver is the only executor, a job would take longer than the reading. */
    private static List<FeatureFile> describe(JavaSparkContext spark, List<String> names, Metric metric) {
        Broadcast<HadoopSettings> hadoop = spark.broadcast(new HadoopSettings(spark.hadoopConfiguration()));
        return SparkFailures.unwrap(() -> spark.parallelize(names, names.size())
                .map(name -> describe(hadoop.value().value(), name, metric))
                .collect());
    }

    private static FeatureFile describe(Configuration hadoop, String name, Metric metric) {
        return FeatureShards.describe(hadoop, new Path(name), batch -> check(batch, metric));
    }

    private static void check(Features batch, Metric metric) {
        metric.points(new Points(batch.ids(), batch.values(), batch.dimension()));
    }

    private static FeatureIndex ascending(List<FeatureFile> files) {
        List<FeatureFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparingLong(FeatureFile::firstId));
        for (int file = 1; file < sorted.size(); file++) {
            FeatureFile before = sorted.get(file - 1);
            FeatureFile after = sorted.get(file);
            if (after.firstId() <= before.lastId()) {
                throw DahlquistException.data(
                        "%s has the ids %d to %d and %s %d to %d; each file must follow the other, so sort the features"
                                + " by id or embed them again",
                        before.path(),
                        before.firstId(),
                        before.lastId(),
                        after.path(),
                        after.firstId(),
                        after.lastId());
            }
            if (after.dimension() != before.dimension()) {
                throw DahlquistException.data(
                        "%s has dimension %d and %s %d; embed all samples with one model",
                        before.path(), before.dimension(), after.path(), after.dimension());
            }
        }
        return new FeatureIndex(sorted);
    }

    int rows() {
        return files.stream().mapToInt(FeatureFile::rows).reduce(0, Math::addExact);
    }

    int dimension() {
        return files.get(0).dimension();
    }

    long firstId() {
        return files.get(0).firstId();
    }

    long lastId() {
        return files.get(files.size() - 1).lastId();
    }

    /** SHA-256 of the files' digests in their order. */
    String digest() {
        StringBuilder digests = new StringBuilder();
        files.forEach(file -> digests.append(file.digest().sha256()).append('\n'));
        return DigestUtils.sha256Hex(digests.toString());
    }

    /** Reads the points from ordinal {@code from} on: 4 d + 20 bytes each. */
    Points read(Configuration hadoop, int from, int rows) {
        long[] ids = new long[rows];
        float[] values = new float[Math.multiplyExact(rows, dimension())];
        copy(hadoop, from, rows, ids, values, 0);
        return new Points(ids, values, dimension());
    }

    /** Reads the points from ordinal {@code from} on into arrays of points, from row {@code at} on. */
    void copy(Configuration hadoop, int from, int rows, long[] ids, float[] values, int at) {
        int first = 0;
        int done = 0;
        for (FeatureFile file : files) {
            int skipped = Math.max(0, from + done - first);
            int taken = Math.min(rows - done, file.rows() - skipped);
            if (taken > 0) {
                Features found = FeatureShards.read(hadoop, file, skipped, taken);
                System.arraycopy(found.ids(), 0, ids, at + done, taken);
                System.arraycopy(found.values(), 0, values, (at + done) * dimension(), taken * dimension());
                done += taken;
            }
            first += file.rows();
        }
    }
}
