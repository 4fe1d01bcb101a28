package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;
import org.dahlquist.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareBenchTest {
    @TempDir
    private Path folder;

    @Test
    void repeatsImagesEvenlyAndKeepsOneOfEachClassForValidation() throws IOException {
        for (String name : List.of("n01/a.JPEG", "n01/b.JPEG", "n02/c.JPEG")) {
            Path file = folder.resolve("data/train").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        Path tree = folder.resolve("tree");
        RepeatedImages images = RepeatedImages.in(folder.resolve("data"));
        assertThat(images.link(tree, 7)).isEqualTo(3 * 3 + 2);
        assertThat(images.link(tree, 7)).as("a second time").isEqualTo(3 * 3 + 2);
        assertThat(names(tree.resolve("train/n01"))).hasSize(6);
        assertThat(names(tree.resolve("train/n02"))).containsExactly("0-c.JPEG", "1-c.JPEG", "2-c.JPEG");
        assertThat(Files.readString(tree.resolve("val/n01/a.JPEG"))).isEqualTo("n01/a.JPEG");
        assertThat(names(tree.resolve("val/n02"))).containsExactly("c.JPEG");
    }

    @Test
    void refusesAFolderWithoutImages() {
        assertThatThrownBy(() -> RepeatedImages.in(folder))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("train/<wnid>/*.JPEG")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void halvingAveragesThreeToFourPixelsByTheTriangle() {
        byte[] pixels = new byte[RgbImage.CHANNELS * 4];
        pixels[RgbImage.CHANNELS] = 80;
        double[] exact = ResizeQuality.exact(new RgbImage(4, 1, pixels), 2, 1);
        // Weights 3, 3, 1 of 7 and 1, 3, 3 of 7 by hand.
        assertThat(exact[0]).isCloseTo(80 * 3 / 7.0, within(1e-12));
        assertThat(exact[RgbImage.CHANNELS]).isCloseTo(80 / 7.0, within(1e-12));
        assertThat(exact[1]).isZero();
    }

    @Test
    void anErrorOfOneLevelIs48Decibels() {
        ResizeQuality quality = new ResizeQuality();
        quality.add(new double[] {11, 9, 10}, new RgbImage(1, 1, new byte[] {10, 10, 10}));
        quality.add(new double[] {1, 1, 1}, new RgbImage(1, 1, new byte[] {0, 0, 0}));
        double black = 20 * Math.log10(255);
        assertThat(quality.mean().rgb()).isCloseTo(black + 5 * Math.log10(1.5), within(1e-9));
        double lumaError = 0.299 - 0.587;
        assertThat(quality.mean().luma()).isCloseTo(black - 10 * Math.log10(Math.abs(lumaError)), within(1e-9));
    }

    @Test
    void ratiosAreToTheBetterPillow() {
        Map<PrepareContestant, List<Double>> rates = new LinkedHashMap<>();
        rates.put(PrepareContestant.OURS, List.of(500.0, 600.0, 700.0));
        rates.put(PrepareContestant.OURS_TWO, List.of(1140.0));
        rates.put(PrepareContestant.DECODER, List.of(800.0));
        rates.put(PrepareContestant.PILLOW, List.of(400.0));
        rates.put(PrepareContestant.PILLOW_DRAFT, List.of(300.0, 500.0));
        PrepareSummary summary = new PrepareSummary(
                Map.of(
                        "ours",
                        new PrepareQuality(new PrepareQuality.Decibels(59, 60), new PrepareQuality.Decibels(37, 38))),
                rates);
        assertThat(summary.csv())
                .contains(
                        "ours,1,600.0,500.0,700.0,1.500,1.000,0.750,59.00,60.00,37.00,38.00",
                        "ours-2,2,1140.0,1140.0,1140.0,2.850,1.900,1.425,,,,")
                .hasSize(6);
        assertThat(summary.text()).contains("ours").doesNotContain("NaN");
    }

    @Test
    void growthTellsTheTimeOfTasksFromTheRest() {
        PrepareGrowth growth = new PrepareGrowth(1000, 2, 3.5, 5, 120.25, 130.5);
        assertThat(PrepareGrowth.csv(List.of(growth))).hasSize(2).contains("1000,2,3.50,285.7,5.000,1.00,120.3,130.5");
    }

    @Test
    void growthIsTheDistanceBetweenTheExtremes() {
        PrepareGrowth few = new PrepareGrowth(1000, 1, 2.5, 2, 100, 110);
        PrepareGrowth more = new PrepareGrowth(10_000, 1, 22.5, 22, 101, 110);
        PrepareGrowth most = new PrepareGrowth(20_000, 1, 47.5, 43, 100, 121);
        assertThat(PrepareGrowth.summary(List.of(few, more, most)).lines())
                .satisfiesExactly(
                        tasks -> assertThat(tasks).contains("2.000 to    2.200, 10.0 % apart"),
                        stage -> assertThat(stage).contains("2.250 to    2.500, 11.1 % apart"),
                        further -> assertThat(further).contains("2.222 to    2.500, 12.5 % apart"),
                        heap -> assertThat(heap).contains("100.000 to  101.000, 1.0 % apart"),
                        peak -> assertThat(peak).contains("110.000 to  121.000, 10.0 % apart"));
    }

    @Test
    void liveHeapIsWhatIsKeptNotWhatIsThrownAway() {
        double before = LiveHeap.mib();
        try (LiveHeap heap = LiveHeap.watched()) {
            byte[][] kept = new byte[1024][1 << 16];
            for (int round = 0; round < 10_000; round++) {
                kept[0] = new byte[1 << 16];
            }
            assertThat(heap.peakMib() - before)
                    .isBetween(50.0, 200.0); // 64 kept, 640 thrown away, others of the process
            assertThat(heap.medianMib()).isBetween(before - 10, heap.peakMib());
            assertThat(kept[1023]).hasSize(1 << 16);
        }
    }

    @Test
    void anUnknownPeerIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> PrepareContestant.of("gimp"))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("gimp")
                .hasMessageContaining("pillow-draft");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
