package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ShapesSourceTest {
    private static final int TRAIN = 6000;
    private static final int TEST = 1000;
    private static final int EPOCHS = 15;

    private final Configuration hadoop = new Configuration();

    @Test
    void anImageDependsOnSeedAndIdAlone() {
        ShapesSource source = new ShapesSource(1, 100, 10);
        List<Sample> all = source.read(hadoop, Split.TRAIN, 0, 100, 0);
        List<Sample> some = source.read(hadoop, Split.TRAIN, 40, 50, 40);
        assertThat(some).usingRecursiveComparison().isEqualTo(all.subList(40, 50));
        assertThat(new ShapesSource(2, 100, 10)
                        .read(hadoop, Split.TRAIN, 0, 1, 0)
                        .get(0)
                        .image())
                .isNotEqualTo(all.get(0).image());
    }

    @Test
    void classesAreBalanced() {
        List<Sample> samples = new ShapesSource(1, 1000, 10).read(hadoop, Split.TRAIN, 0, 1000, 0);
        for (int label = 0; label < 10; label++) {
            int wanted = label;
            assertThat(samples.stream().filter(sample -> sample.label() == wanted))
                    .hasSize(100);
        }
    }

    @Test
    @Tag("slow")
    void aLinearClassifierOnPixelsLearnsSomethingButStaysBelowSixtyPercent() {
        ShapesSource source = new ShapesSource(1, TRAIN, TEST);
        double[][] weights = softmaxRegression(source.read(hadoop, Split.TRAIN, 0, TRAIN, 0));
        List<Sample> test = source.read(hadoop, Split.TEST, 0, TEST, TRAIN);
        double accuracy = test.stream()
                        .filter(sample -> best(scores(weights, pixels(sample))) == sample.label())
                        .count()
                / (double) TEST;
        assertThat(accuracy).isBetween(0.12, 0.60);
    }

    /** Stochastic gradient descent on the cross-entropy; the last entry of each row is the bias. */
    private static double[][] softmaxRegression(List<Sample> samples) {
        int size = samples.get(0).image().length;
        double[][] weights = new double[10][size + 1];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double rate = 2e-3 * (EPOCHS - epoch) / EPOCHS;
            for (int ordinal : SampleOrder.permutation(5, epoch, samples.size())) {
                Sample sample = samples.get(ordinal);
                double[] x = pixels(sample);
                double[] p = softmax(scores(weights, x));
                for (int label = 0; label < 10; label++) {
                    double step = rate * (p[label] - (label == sample.label() ? 1 : 0));
                    for (int i = 0; i < x.length; i++) {
                        weights[label][i] -= step * x[i];
                    }
                }
            }
        }
        return weights;
    }

    private static double[] pixels(Sample sample) {
        double[] x = new double[sample.image().length + 1];
        for (int i = 0; i < sample.image().length; i++) {
            x[i] = (sample.image()[i] & 0xFF) / 127.5 - 1;
        }
        x[x.length - 1] = 1;
        return x;
    }

    private static double[] scores(double[][] weights, double[] x) {
        double[] scores = new double[weights.length];
        for (int label = 0; label < weights.length; label++) {
            double[] row = weights[label];
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += row[i] * x[i];
            }
            scores[label] = sum;
        }
        return scores;
    }

    private static double[] softmax(double[] scores) {
        double largest = scores[best(scores)];
        double[] p = IntStream.range(0, scores.length)
                .mapToDouble(i -> Math.exp(scores[i] - largest))
                .toArray();
        double total = IntStream.range(0, p.length).mapToDouble(i -> p[i]).sum();
        return IntStream.range(0, p.length).mapToDouble(i -> p[i] / total).toArray();
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
