package org.dahlquist.dataset;

import java.util.Arrays;
import java.util.Comparator;
import org.dahlquist.DahlquistException;

/**
 * Average precision of one class over ranked images, as the Pascal VOC challenge measures classification.
 *
 * <p>Images are ranked by falling score, ties by their position. After rank n with t shown among the first n, recall is
 * t / (all shown) and precision t / n. Images in which the class is difficult are left out altogether. Reference: M.
 * Everingham et al., "The Pascal visual object classes (VOC) challenge", IJCV 2010, section 4.2; area: the development kit
 * of VOC2010, section 3.4.1.
 */
public final class AveragePrecision {
    private static final int LEVELS = 10;

    private final double[] recall;
    private final double[] precision;

    private AveragePrecision(double[] recall, double[] precision) {
        this.recall = recall;
        this.precision = precision;
    }

    /**
     * Ranks the images. O(n log n).
     *
     * @param scores {@code [n]}, higher for images more likely to show the class; not NaN
     * @param presence {@code [n]}: 1 shown, 0 absent, {@link ImageEntry#DIFFICULT} left out
     * @throws DahlquistException (DATA) if lengths differ, a score is NaN, a presence is something else, or no image shows
     *     the class, for which average precision is undefined
     */
    public static AveragePrecision of(double[] scores, byte[] presence) {
        check(scores, presence);
        Integer[] ranked = ranked(scores, presence);
        double shown = Arrays.stream(ranked).filter(i -> presence[i] == 1).count();
        if (shown == 0) {
            throw DahlquistException.data(
                    "average precision needs at least one image that shows the class, but none of %d does; leave the"
                            + " class out of the mean",
                    ranked.length);
        }
        double[] recall = new double[ranked.length];
        double[] precision = new double[ranked.length];
        int found = 0;
        for (int n = 0; n < ranked.length; n++) {
            found += presence[ranked[n]];
            recall[n] = found / shown;
            precision[n] = found / (n + 1.0);
        }
        return new AveragePrecision(recall, precision);
    }

    /**
     * VOC2007: the mean over the recalls 0, 0.1, …, 1 of the best precision at that recall or a higher one.
     *
     * @return from 0 to 1
     */
    public double elevenPoint() {
        double sum = 0;
        for (int level = 0; level <= LEVELS; level++) {
            double best = 0;
            for (int n = 0; n < recall.length; n++) {
                if (recall[n] >= level / (double) LEVELS) {
                    best = Math.max(best, precision[n]);
                }
            }
            sum += best;
        }
        return sum / (LEVELS + 1);
    }

    /**
     * VOC2010 and later: the area under precision over recall, made monotone as for {@link #elevenPoint}.
     *
     * @return from 0 to 1
     */
    public double area() {
        double area = 0;
        double best = 0;
        for (int n = recall.length - 1; n >= 0; n--) {
            best = Math.max(best, precision[n]);
            double before = n == 0 ? 0 : recall[n - 1];
            area += (recall[n] - before) * best;
        }
        return area;
    }

    private static Integer[] ranked(double[] scores, byte[] presence) {
        Integer[] ranked = new Integer[scores.length];
        Arrays.setAll(ranked, i -> i);
        ranked = Arrays.stream(ranked)
                .filter(i -> presence[i] != ImageEntry.DIFFICULT)
                .toArray(Integer[]::new);
        Arrays.sort(ranked, Comparator.comparingDouble((Integer i) -> -scores[i]));
        return ranked;
    }

    private static void check(double[] scores, byte[] presence) {
        if (scores.length != presence.length) {
            throw DahlquistException.data(
                    "scores and presence must be of one length, but there are %d and %d",
                    scores.length, presence.length);
        }
        for (int i = 0; i < scores.length; i++) {
            boolean known = presence[i] == 0 || presence[i] == 1 || presence[i] == ImageEntry.DIFFICULT;
            if (Double.isNaN(scores[i]) || !known) {
                throw DahlquistException.data(
                        "a score must be a number and presence 0, 1 or 255, but image %d has %s and %d",
                        i, scores[i], presence[i] & 0xFF);
            }
        }
    }
}
