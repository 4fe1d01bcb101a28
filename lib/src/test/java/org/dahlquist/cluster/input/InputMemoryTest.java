package org.dahlquist.cluster.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.SparkConf;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.run.RunConfig;
import org.dahlquist.run.TestRun;
import org.junit.jupiter.api.Test;

class InputMemoryTest {
    private static final long GIB = 1L << 30;

    private final SparkConf cluster = new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.executor.memory", "2g")
            .set("spark.executor.cores", "4");

    @Test
    void imagesUpToTheBoundAndTwoMinibatchesOfEachWorkerOfAnExecutorCount() {
        RunConfig config = config(GIB);

        InputMemory memory = InputMemory.of(manifest(3 * GIB), config, cluster);

        assertThat(memory.images()).isEqualTo(GIB);
        assertThat(memory.minibatches()).isEqualTo(4 * 2 * 128L * 3 * 224 * 224 * 4);
        assertThat(InputMemory.of(manifest(GIB / 2), config, cluster).images()).isEqualTo(GIB / 2);
    }

    @Test
    void whatFillsTheHeapIsRefusedBeforeTheStart() {
        InputMemory fits = InputMemory.of(manifest(3 * GIB), config(GIB / 2), cluster);
        assertThatCode(() -> fits.requireHeap(cluster)).doesNotThrowAnyException();

        InputMemory tooMuch = InputMemory.of(manifest(3 * GIB), config(2 * GIB), cluster);
        assertThatThrownBy(() -> tooMuch.requireHeap(cluster))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("CLUSTER: an executor keeps 2,048 MiB of images")
                .hasMessageContaining("heap has 2,048 MiB")
                .hasMessageContaining("lower input.cache-bytes");
    }

    private static RunConfig config(long cacheBytes) {
        return TestRun.with(
                "input.size=224",
                "input.cache-bytes=" + cacheBytes,
                "train.averaging.workers=8",
                "train.averaging.batch-size-per-worker=128");
    }

    private static Manifest manifest(long bytes) {
        Manifest.Shard shard = new Manifest.Shard("shard-00000.arrow", 1000, bytes, "");
        Manifest.Part part = new Manifest.Part(1000, new long[] {500, 500}, List.of(shard));
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "large",
                Manifest.Encoding.JPEG,
                Manifest.Labelling.SINGLE,
                "",
                new ImageShape(3, 256, 256),
                List.of("a", "b"),
                new double[3],
                new double[] {1, 1, 1},
                1,
                List.of(),
                part,
                part);
    }
}
