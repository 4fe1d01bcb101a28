package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageListTest {
    private static final long SEED = 7;

    /** More than a file of the list holds. */
    private static final int MANY = 20_000;

    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @Test
    void theOrderIsTheSameHoweverTheImagesAreSpreadOverLists() {
        List<ImageEntry> entries = entries(200);
        ImageList whole = list("whole", SEED, entries);
        Collections.shuffle(entries, new Random(1));
        ImageList parts = list("a", SEED, entries.subList(0, 90)).plus(list("b", SEED, entries.subList(90, 200)));
        assertThat(parts.size()).isEqualTo(200);
        assertThat(parts.bytes()).isEqualTo(whole.bytes()).isEqualTo(199 * 200 / 2);
        assertThat(parts.digest()).isEqualTo(whole.digest());
        assertSame(parts.read(hadoop, 0, 200), whole.read(hadoop, 0, 200));
    }

    @Test
    void stretchesPutTogetherGiveEveryImageOnce() {
        List<ImageEntry> entries = entries(MANY);
        ImageList list = list("all", SEED, entries);
        List<Long> read = new ArrayList<>();
        for (int from = 0; from < MANY; from += 777) {
            list.read(hadoop, from, Math.min(777, MANY - from)).forEach(entry -> read.add(entry.length()));
        }
        assertThat(read).isEqualTo(lengths(list.read(hadoop, 0, MANY)));
        Collections.sort(read);
        assertThat(read).isEqualTo(lengths(entries));
    }

    @Test
    void neighboursInTheOrderAreOfAllClassesAndAnotherSeedGivesAnotherOrder() {
        List<ImageEntry> entries = entries(1000);
        List<ImageEntry> first = list("first", SEED, entries).read(hadoop, 0, 100);
        int[] labels = new int[5];
        first.forEach(entry -> labels[entry.label()]++);
        for (int label : labels) {
            assertThat(label).isBetween(8, 36); // 20 ± 4 standard deviations
        }
        assertThat(list("second", SEED + 1, entries).read(hadoop, 0, 100))
                .extracting(ImageEntry::name)
                .isNotEqualTo(first.stream().map(ImageEntry::name).toList());
    }

    @Test
    void imagesOfOneNameAndClassAreAllKeptInTheOrderOfTheirPlaces() {
        List<ImageEntry> entries = new ArrayList<>();
        for (int i = 9; i >= 0; i--) {
            entries.add(ImageEntry.ofClass("container", 1000L * i, 5, "same.JPEG", 1));
        }
        assertThat(list("same", SEED, entries).read(hadoop, 2, 3))
                .extracting(ImageEntry::offset)
                .containsExactly(2000L, 3000L, 4000L);
    }

    @Test
    void theDigestDependsOnLabelsNamesLengthsAndClassesShown() {
        ImageEntry entry = new ImageEntry("c", -1, 3, "a.jpg", -1, new byte[] {1, 0}, ImageFault.NONE);
        List<ImageEntry> others = List.of(
                new ImageEntry("c", -1, 4, "a.jpg", -1, new byte[] {1, 0}, ImageFault.NONE),
                new ImageEntry("c", -1, 3, "b.jpg", -1, new byte[] {1, 0}, ImageFault.NONE),
                new ImageEntry("c", -1, 3, "a.jpg", 0, new byte[] {1, 0}, ImageFault.NONE),
                new ImageEntry("c", -1, 3, "a.jpg", -1, new byte[] {1, 1}, ImageFault.NONE));
        String digest = list("one", SEED, List.of(entry)).digest();
        assertThat(digest).matches("[0-9a-f]{64}");
        for (ImageEntry other : others) {
            assertThat(list("other", SEED, List.of(other)).digest()).isNotEqualTo(digest);
        }
        ImageEntry elsewhere = new ImageEntry("d", 512, 3, "a.jpg", -1, new byte[] {1, 0}, ImageFault.NONE);
        assertThat(list("elsewhere", SEED + 1, List.of(elsewhere)).digest()).isEqualTo(digest);
    }

    private static void assertSame(List<ImageEntry> found, List<ImageEntry> expected) {
        assertThat(found).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(expected);
    }

    private static List<Long> lengths(List<ImageEntry> entries) {
        return entries.stream().map(ImageEntry::length).toList();
    }

    /** Images of five classes, whose length is their number. */
    private static List<ImageEntry> entries(int count) {
        List<ImageEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new ImageEntry(
                    "c" + i % 7, 10L * i, i, "é" + i, i % 5, new byte[] {(byte) (i % 3)}, ImageFault.NONE));
        }
        return entries;
    }

    private ImageList list(String name, long seed, List<ImageEntry> entries) {
        org.apache.hadoop.fs.Path lists = new org.apache.hadoop.fs.Path(folder.toUri());
        ImageListWriter writer = new ImageListWriter(hadoop, lists, name, seed, Split.TRAIN);
        entries.forEach(writer);
        return writer.finish();
    }
}
