package org.dahlquist.jobs.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.dataset.FeatureShards;
import org.dahlquist.dataset.Features;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.dataset.Split;

/**
 * Generated features like those of a network: a smooth map of a few hidden coordinates, and noise.
 *
 * @param labelled labelled points
 * @param unlabelled unlabelled points, drawn likewise
 * @param dimension features per point
 */
record StageFeatures(int labelled, int unlabelled, int dimension) {
    private static final int HIDDEN = 12;
    private static final int ROWS_PER_FILE = 4096;
    private static final double NOISE = 0.1;

    /** Writes feature shards as the embedding does. */
    void write(Configuration hadoop, Path folder) {
        write(hadoop, new Path(folder, Split.TRAIN.key()), 0, labelled);
        write(hadoop, new Path(folder, Split.TEST.key()), labelled, labelled + unlabelled);
    }

    private void write(Configuration hadoop, Path folder, int from, int to) {
        for (int first = from, file = 0; first < to; first += ROWS_PER_FILE, file++) {
            int last = Math.min(to, first + ROWS_PER_FILE);
            FeatureShards.write(
                    hadoop,
                    new Path(folder, String.format("part-%05d.arrow", file)),
                    new Features(
                            LongStream.range(first, last).toArray(),
                            new int[last - first],
                            values(first, last),
                            dimension));
        }
    }

    /** Features of some points, {@code float[(to - from) * dimension]}; each point has a draw of its own. */
    float[] values(int from, int to) {
        float[][] map = new float[dimension][HIDDEN];
        Random weights = new Random(Seeds.mix(1, "bench features map"));
        for (float[] row : map) {
            for (int hidden = 0; hidden < HIDDEN; hidden++) {
                row[hidden] = (float) weights.nextGaussian();
            }
        }
        float[] values = new float[(to - from) * dimension];
        for (int point = from; point < to; point++) {
            Random random = new Random(Seeds.mix(1, "bench features", point));
            double[] hidden = new double[HIDDEN];
            Arrays.setAll(hidden, coordinate -> random.nextGaussian());
            for (int feature = 0; feature < dimension; feature++) {
                double sum = 0;
                for (int coordinate = 0; coordinate < HIDDEN; coordinate++) {
                    sum += map[feature][coordinate] * hidden[coordinate];
                }
                values[(point - from) * dimension + feature] =
                        (float) (Math.tanh(sum / 2) + NOISE * random.nextGaussian());
            }
        }
        return values;
    }
}
