package org.dahlquist.image;

import java.util.SplittableRandom;

/** Made-up images and measures of their likeness. */
final class TestImages {
    private static final double WHITE = 255;

    private TestImages() {}

    /** Waves of a few pixels' length and some noise, from which decoders have something to do. */
    static RgbImage waves(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[RgbImage.CHANNELS * width * height];
        double[] lengths = {random.nextDouble(9, 40), random.nextDouble(9, 40), random.nextDouble(9, 40)};
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            double wave = Math.sin((x + 0.7 * y) / lengths[i % 3]) + Math.cos((y - 0.3 * x) / lengths[(i + 1) % 3]);
            pixels[i] = (byte) (128 + 50 * wave + random.nextInt(-4, 5));
        }
        return new RgbImage(width, height, pixels);
    }

    /** Peak signal-to-noise ratio in dB of two images of the same size. */
    static double psnr(RgbImage one, RgbImage other) {
        double squares = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            double difference = (one.pixels()[i] & 0xFF) - (other.pixels()[i] & 0xFF);
            squares += difference * difference;
        }
        return 10 * Math.log10(WHITE * WHITE / (squares / one.pixels().length));
    }
}
