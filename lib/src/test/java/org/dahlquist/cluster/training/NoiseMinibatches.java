package org.dahlquist.cluster.training;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Minibatches of noise that follow from their names; {@code hang} takes a minute, {@code broken} fails. */
final class NoiseMinibatches implements DataSetLoader {
    static final int ROWS = 9;

    private static final long serialVersionUID = 1L;

    /** Names of the first minibatches. */
    static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(index -> "minibatch-" + index).toList();
    }

    /** The minibatch of a name. */
    static DataSet named(String name) {
        return new NoiseMinibatches().load(new Source() {
            @Override
            public InputStream getInputStream() {
                return InputStream.nullInputStream();
            }

            @Override
            public String getPath() {
                return name;
            }
        });
    }

    @Override
    public DataSet load(Source source) {
        String name = source.getPath();
        if (name.equals("hang")) {
            sleep();
        }
        if (name.equals("broken")) {
            throw new IllegalStateException("no minibatch " + name);
        }
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] values = new float[ROWS * 36];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return new DataSet(
                Nd4j.create(values, new long[] {ROWS, 1, 6, 6}, 'c'),
                Nd4j.eye(3).repeat(0, ROWS / 3));
    }

    private static void sleep() {
        try {
            Thread.sleep(Duration.ofMinutes(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted, as a cancelled round is", e);
        }
    }
}
