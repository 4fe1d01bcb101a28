package org.dahlquist.robustness;

import java.io.Serializable;
import java.util.Locale;
import java.util.SplittableRandom;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Seeds;

/**
 * Noise on the pixels of an image: p' = min(max(p + c·ν, 0), 1), with ν drawn for every pixel and channel.
 *
 * <p>Images are given as network input and stay so: adding c·ν/std and cutting at the input of black and white equals
 * un-normalising, adding, cutting to [0, 1] and normalising again, for every dataset. (The paper's code cuts CIFAR-100
 * to [0, 1] without un-normalising, which blackens all below the mean; that is a defect.) Level 0 changes no bit. The
 * draw follows from (run seed, kind, level, sample id) alone. Reference: "ZeroSNet", AAAI 2022, arXiv 2206.13100,
 * robustness experiments.
 *
 * @param kind distribution of ν
 * @param level c, any finite number; a negative one darkens under {@link Kind#RAND} and {@link Kind#CONST}
 */
public record InputNoise(Kind kind, double level) implements Serializable {
    /** Distribution of the noise before it is scaled. */
    public enum Kind {
        /** Standard normal. */
        RANDN,
        /** Uniform on [0, 1), not centred. */
        RAND,
        /** Always 1. */
        CONST;

        /** The name in settings and tables. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private double draw(SplittableRandom random) {
            return switch (this) {
                case RANDN -> random.nextGaussian();
                case RAND -> random.nextDouble();
                case CONST -> 1;
            };
        }
    }

    /** Checks that the level is finite. */
    public InputNoise {
        if (!Double.isFinite(level)) {
            throw DahlquistException.config("a noise level must be a finite number, but is %s", level);
        }
    }

    /**
     * Adds noise to a minibatch.
     *
     * @param images network input, {@code float[n · C·H·W]}; overwritten
     * @param ids sample ids, {@code long[n]}
     * @param scale how pixels became network input
     * @param seed run seed
     * @return how far each image has moved: the L2 norm of its change in pixels of [0, 1], {@code double[n]}
     * @throws DahlquistException (DATA) if there are not C·H·W values for each id
     */
    public double[] add(float[] images, long[] ids, PixelScale scale, long seed) {
        int size = scale.shape().size();
        if (images.length != (long) ids.length * size) {
            throw DahlquistException.data(
                    "%d images of %d values need %d values, but there are %d",
                    ids.length, size, (long) ids.length * size, images.length);
        }
        double[] norms = new double[ids.length];
        for (int row = 0; row < ids.length; row++) {
            long drawSeed = Seeds.mix(seed, "noise " + kind.key(), Double.doubleToLongBits(level), ids[row]);
            norms[row] = add(images, row * size, scale, new SplittableRandom(drawSeed));
        }
        return norms;
    }

    private double add(float[] images, int offset, PixelScale scale, SplittableRandom random) {
        ImageShape shape = scale.shape();
        int plane = shape.height() * shape.width();
        double squares = 0;
        for (int c = 0; c < shape.channels(); c++) {
            double black = scale.black(c);
            double white = scale.white(c);
            double factor = level / scale.std(c);
            for (int i = offset + c * plane; i < offset + (c + 1) * plane; i++) {
                double noisy = Math.min(Math.max(images[i] + factor * kind.draw(random), black), white);
                double moved = (noisy - images[i]) * scale.std(c);
                squares += moved * moved;
                images[i] = (float) noisy;
            }
        }
        return Math.sqrt(squares);
    }
}
