package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.dahlquist.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarSourceTest {
    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @Test
    void batchesFollowOneAnotherAndIdsContinue() throws IOException {
        write("data_batch_1.bin", RawFiles.cifar10(3));
        write("data_batch_2.bin", RawFiles.cifar10(4));
        write("test_batch.bin", RawFiles.cifar10(2));
        CifarSource source = open();
        assertThat(source.size(Split.TRAIN)).isEqualTo(7);
        assertThat(source.size(Split.TEST)).isEqualTo(2);

        List<Sample> samples = source.read(hadoop, Split.TRAIN, 2, 5, 100);
        assertThat(samples).extracting(Sample::id).containsExactly(100L, 101L, 102L);
        assertThat(samples).extracting(Sample::label).containsExactly(2, 0, 1);
        byte[] second = RawFiles.cifar10(4);
        assertThat(samples.get(1).image()).isEqualTo(Arrays.copyOfRange(second, 1, 3073));
    }

    @Test
    void cifar100TakesTheFineLabel() throws IOException {
        write("train.bin", RawFiles.cifar100(3));
        write("test.bin", RawFiles.cifar100(2));
        CifarSource source = CifarSource.cifar100(hadoop, folder.toString());
        assertThat(source.classNames()).hasSize(100);
        assertThat(source.read(hadoop, Split.TRAIN, 0, 3, 0))
                .extracting(Sample::label)
                .containsExactly(0, 1, 2);
    }

    @Test
    void everyTruncationIsRefusedWithTheFileAndItsSize() throws IOException {
        byte[] whole = RawFiles.cifar10(2);
        write("test_batch.bin", RawFiles.cifar10(1));
        for (int length = 0; length < whole.length; length++) {
            write("data_batch_1.bin", Arrays.copyOf(whole, length));
            if (length == 3073) {
                assertThat(open().size(Split.TRAIN)).isEqualTo(1);
            } else {
                assertThatThrownBy(this::open)
                        .as("length %d", length)
                        .isInstanceOf(DahlquistException.class)
                        .hasMessageContaining("data_batch_1.bin")
                        .hasMessageContaining(length == 0 ? "0 bytes" : String.format("%,d bytes", length));
            }
        }
    }

    @Test
    void aLabelOutOfRangeIsRefusedWithItsRecord() throws IOException {
        byte[] batch = RawFiles.cifar10(3);
        batch[3073] = 10;
        write("data_batch_1.bin", batch);
        write("test_batch.bin", RawFiles.cifar10(1));
        assertThatThrownBy(this::open).hasMessageContaining("a label must be from 0 to 9, but record 1 has 10");
    }

    @Test
    void aGapBetweenBatchesIsRefused() throws IOException {
        write("data_batch_1.bin", RawFiles.cifar10(1));
        write("data_batch_3.bin", RawFiles.cifar10(1));
        write("test_batch.bin", RawFiles.cifar10(1));
        assertThatThrownBy(this::open).isInstanceOf(DahlquistException.class).hasMessageContaining("data_batch_2.bin");
    }

    @Test
    void aWrongDigestIsRefusedWithBothDigests() throws IOException {
        byte[] batch = RawFiles.cifar10(1);
        write("data_batch_1.bin", batch);
        write("test_batch.bin", batch);
        String right = DigestUtils.sha256Hex(batch);
        String wrong = "0".repeat(64);
        write("SHA256SUMS", (right + "  test_batch.bin\n").getBytes());
        assertThat(open().files()).extracting(Manifest.Source::sha256).containsOnly(right);
        write("SHA256SUMS", (wrong + "  test_batch.bin\n").getBytes());
        assertThatThrownBy(this::open).hasMessageContaining(wrong).hasMessageContaining(right);
    }

    @Test
    void missingFilesAndFoldersAreNamed() throws IOException {
        write("data_batch_1.bin", RawFiles.cifar10(1));
        assertThatThrownBy(this::open)
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("the dataset needs test_batch.bin");
        String absent = folder.resolve("absent").toString();
        assertThatThrownBy(() -> CifarSource.cifar10(hadoop, absent))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining(absent + " does not exist");
    }

    @Test
    void theOfficialFilesAreRead() {
        // The first image of the official data_batch_1 is a frog, of test_batch a cat.
        Path official = SharedData.require("data/cifar10");
        CifarSource source = CifarSource.cifar10(hadoop, official.toString());
        assertThat(source.size(Split.TEST)).isEqualTo(10_000);
        Sample first = source.read(hadoop, Split.TRAIN, 0, 1, 0).get(0);
        assertThat(source.classNames().get(first.label())).isEqualTo("frog");
        Sample test = source.read(hadoop, Split.TEST, 0, 1, 0).get(0);
        assertThat(source.classNames().get(test.label())).isEqualTo("cat");
    }

    private CifarSource open() {
        return CifarSource.cifar10(hadoop, folder.toString());
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }
}
