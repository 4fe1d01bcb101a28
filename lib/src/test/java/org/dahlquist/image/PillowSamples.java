package org.dahlquist.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * One image as Pillow sees it, at 16 x 16 points; {@code pillow_samples.py} beside the table made them.
 *
 * @param file the image below the shared data
 * @param width columns
 * @param height rows
 * @param points RGB of each point
 */
record PillowSamples(String file, int width, int height, byte[] points) {
    private static final int POINTS = 16;

    static List<PillowSamples> all() throws IOException {
        try (InputStream in = PillowSamples.class.getResourceAsStream("pillow-samples.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(PillowSamples::of)
                    .toList();
        }
    }

    static PillowSamples of(String file, List<PillowSamples> all) {
        return all.stream().filter(image -> image.file().equals(file)).findAny().orElseThrow();
    }

    private static PillowSamples of(String line) {
        String[] cells = line.split("\t");
        byte[] points = HexFormat.of().parseHex(cells[3]);
        return new PillowSamples(cells[0], Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), points);
    }

    /** Mean absolute difference in grey levels from an image of the same size. */
    double meanDifference(RgbImage image) {
        long sum = 0;
        for (int point = 0; point < POINTS * POINTS; point++) {
            int x = (2 * (point % POINTS) + 1) * width / (2 * POINTS);
            int y = (2 * (point / POINTS) + 1) * height / (2 * POINTS);
            for (int c = 0; c < RgbImage.CHANNELS; c++) {
                int value = image.pixels()[RgbImage.CHANNELS * (y * width + x) + c] & 0xFF;
                sum += Math.abs(value - (points[RgbImage.CHANNELS * point + c] & 0xFF));
            }
        }
        return sum / (double) points.length;
    }
}
