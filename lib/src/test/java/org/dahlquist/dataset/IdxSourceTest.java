package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.dahlquist.SharedData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @BeforeEach
    void writeValidFiles() throws IOException {
        write(IMAGES, RawFiles.idxImages(3));
        write(LABELS, RawFiles.idxLabels(3));
        write("t10k-images-idx3-ubyte.gz", RawFiles.gzip(RawFiles.idxImages(2)));
        write("t10k-labels-idx1-ubyte.gz", RawFiles.gzip(RawFiles.idxLabels(2)));
    }

    @Test
    void rawAndCompressedFilesAreReadAlike() throws IOException {
        IdxSource source = open();
        assertThat(source.shape()).isEqualTo(new ImageShape(1, 5, 4));
        List<Sample> train = source.read(hadoop, Split.TRAIN, 1, 3, 1);
        assertThat(train).extracting(Sample::label).containsExactly(1, 2);
        byte[] file = RawFiles.idxImages(3);
        assertThat(train.get(0).image()).isEqualTo(Arrays.copyOfRange(file, 16 + 20, 16 + 40));
        List<Sample> test = source.read(hadoop, Split.TEST, 0, 2, 3);
        assertThat(test).extracting(Sample::id).containsExactly(3L, 4L);
        assertThat(test.get(1).image()).isEqualTo(Arrays.copyOfRange(RawFiles.idxImages(2), 36, 56));
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        refuseTruncations(IMAGES, RawFiles.idxImages(3));
        refuseTruncations(LABELS, RawFiles.idxLabels(3));
        refuseTruncations("t10k-images-idx3-ubyte.gz", RawFiles.gzip(RawFiles.idxImages(2)));
        refuseTruncations("t10k-labels-idx1-ubyte.gz", RawFiles.gzip(RawFiles.idxLabels(2)));
    }

    @Test
    void whatIsNotIdxIsRefused() throws IOException {
        write(IMAGES, RawFiles.idxLabels(3));
        assertThatThrownBy(this::open).hasMessageContaining("must begin with 0x00000803");
    }

    @Test
    void differentCountsAreRefusedWithBoth() throws IOException {
        write(LABELS, RawFiles.idxLabels(4));
        assertThatThrownBy(this::open).hasMessageContaining("has 3 images").hasMessageContaining("has 4 labels");
    }

    @Test
    void aLabelOutOfRangeIsRefusedWithItsRecord() throws IOException {
        byte[] labels = RawFiles.idxLabels(3);
        labels[9] = 77;
        write(LABELS, labels);
        assertThatThrownBy(this::open).hasMessageContaining("record 1 has 77");
    }

    @Test
    void theOfficialFilesAreRead() {
        // The first training image of MNIST is a 5, the first test image a 7.
        IdxSource source =
                IdxSource.mnist(hadoop, SharedData.require("data/mnist").toString());
        assertThat(source.size(Split.TRAIN)).isEqualTo(60_000);
        assertThat(source.shape()).isEqualTo(new ImageShape(1, 28, 28));
        assertThat(source.read(hadoop, Split.TRAIN, 0, 1, 0).get(0).label()).isEqualTo(5);
        assertThat(source.read(hadoop, Split.TEST, 0, 1, 0).get(0).label()).isEqualTo(7);
    }

    private void refuseTruncations(String name, byte[] whole) throws IOException {
        for (int length = 0; length < whole.length; length++) {
            write(name, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::open)
                    .as("%s cut to %d bytes", name, length)
                    .isInstanceOf(DahlquistException.class)
                    .hasMessageContaining(name);
        }
        write(name, whole);
        assertThat(open().size(Split.TRAIN)).isEqualTo(3);
    }

    private IdxSource open() {
        return IdxSource.mnist(hadoop, folder.toString());
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }
}
