package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;

/**
 * The generated dataset {@code shapes}: 3 x 32 x 32 images of one shape or texture each, in 10 classes.
 *
 * <p>Class of sample i is i mod 10. Colours, brightness gradient, place, size, angle, specks and noise are drawn
 * independently of the class, so a single pixel says next to nothing about it. Sample i of a split depends on (seed,
 * split, i) alone and is the same on every machine.
 *
 * @param seed run seed
 * @param train training samples, at least 1
 * @param test test samples, at least 1
 */
public record ShapesSource(long seed, int train, int test) implements ImageSource {
    private static final int SIDE = 32;
    private static final int CHANNELS = 3;
    /** Squared distance in RGB that the two colours of an image keep. */
    private static final int MIN_CONTRAST = 100 * 100;

    /** Half the span of the two uniform draws whose sum is the noise of one value. */
    private static final int NOISE = 12;

    /** Largest change of brightness from the centre to an edge. */
    private static final int MAX_GRADIENT = 24;

    /** Checks the sizes. */
    public ShapesSource {
        if (train < 1 || test < 1) {
            throw DahlquistException.config(
                    "the generated dataset needs at least one training and one test sample, but has %d and %d;"
                            + " raise data.shapes.train and data.shapes.test",
                    train, test);
        }
    }

    @Override
    public String name() {
        return "shapes";
    }

    @Override
    public ImageShape shape() {
        return new ImageShape(CHANNELS, SIDE, SIDE);
    }

    @Override
    public List<String> classNames() {
        return Figure.names();
    }

    @Override
    public int size(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    @Override
    public List<Manifest.Source> files() {
        return List.of();
    }

    @Override
    public List<Sample> read(Configuration hadoop, Split split, int from, int to, long firstId) {
        List<Sample> samples = new ArrayList<>(to - from);
        for (int index = from; index < to; index++) {
            int label = index % Figure.values().length;
            SplittableRandom random = new SplittableRandom(Seeds.mix(seed, "shapes-" + split.key(), index));
            samples.add(new Sample(firstId + index - from, label, image(Figure.values()[label], random)));
        }
        return samples;
    }

    private static byte[] image(Figure figure, SplittableRandom random) {
        int[] background = colour(random);
        int[] foreground = colour(random);
        while (contrast(background, foreground) < MIN_CONTRAST) {
            foreground = colour(random);
        }
        double gradientX = random.nextDouble(-MAX_GRADIENT, MAX_GRADIENT);
        double gradientY = random.nextDouble(-MAX_GRADIENT, MAX_GRADIENT);
        double[][] coverage = coverage(figure, random);
        int[][] specks = specks(random);
        byte[] image = new byte[CHANNELS * SIDE * SIDE];
        for (int c = 0; c < CHANNELS; c++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    double mixed = background[c] + coverage[y][x] * (foreground[c] - background[c]);
                    double light = (gradientX * (2 * x - SIDE) + gradientY * (2 * y - SIDE)) / SIDE;
                    int noise = random.nextInt(-NOISE, NOISE + 1) + random.nextInt(-NOISE, NOISE + 1);
                    double value = isSpeck(specks, x, y) ? specks[0][c] : mixed + light;
                    image[(c * SIDE + y) * SIDE + x] = (byte) Math.max(0, Math.min(255, (int) (value + noise)));
                }
            }
        }
        return image;
    }

    /** How much of each pixel the figure covers, from 0 to 1, with soft edges of one pixel. */
    private static double[][] coverage(Figure figure, SplittableRandom random) {
        double angle = figure.angle() + random.nextDouble(-1, 1) * figure.turn();
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double centreX = SIDE / 2.0 + random.nextDouble(-5, 5);
        double centreY = SIDE / 2.0 + random.nextDouble(-5, 5);
        double size = random.nextDouble(7, 12);
        double[][] coverage = new double[SIDE][SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double dx = x + 0.5 - centreX;
                double dy = y + 0.5 - centreY;
                double distance = figure.distance(cos * dx + sin * dy, cos * dy - sin * dx, size);
                coverage[y][x] = Math.max(0, Math.min(1, 0.5 - distance));
            }
        }
        return coverage;
    }

    private static int[] colour(SplittableRandom random) {
        return new int[] {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
    }

    private static int contrast(int[] a, int[] b) {
        int squared = 0;
        for (int c = 0; c < CHANNELS; c++) {
            squared += (a[c] - b[c]) * (a[c] - b[c]);
        }
        return squared;
    }

    /** The specks' colour, then the upper left corners of up to three of them, 2 x 2 pixels each. */
    private static int[][] specks(SplittableRandom random) {
        int[][] specks = new int[1 + random.nextInt(4)][];
        specks[0] = colour(random);
        for (int i = 1; i < specks.length; i++) {
            specks[i] = new int[] {random.nextInt(SIDE - 1), random.nextInt(SIDE - 1)};
        }
        return specks;
    }

    private static boolean isSpeck(int[][] specks, int x, int y) {
        for (int i = 1; i < specks.length; i++) {
            if ((x - specks[i][0] | 1) == 1 && (y - specks[i][1] | 1) == 1) {
                return true;
            }
        }
        return false;
    }
}
