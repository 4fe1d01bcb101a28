package org.dahlquist.training;

import java.util.List;
import java.util.Locale;

/**
 * What was measured in one epoch; one row of metrics.csv.
 *
 * @param epoch from 1
 * @param loss mean cross-entropy of the training minibatches, each before its step
 * @param trainTop1 top-1 accuracy on the same minibatches, augmented
 * @param testLoss mean cross-entropy on the test part; null when it was not evaluated
 * @param testTop1 top-1 accuracy on the test part; null when it was not evaluated
 * @param learningRate learning rate of the epoch's last step
 * @param imagesPerSecond training images per second, averaging included, evaluation not
 * @param computeSeconds time of the mean worker, summed over the rounds
 * @param waitingSeconds time from there to the slowest worker's end
 * @param averagingSeconds the rest of the rounds: broadcast, collection, averaging
 * @param inputSeconds of the compute time what the mean worker waited for minibatches
 * @param loaderImagesPerSecond images per second that the loaders of all workers make, beside the training; NaN where not
 *     measured
 * @param elapsedSeconds training time since the start of the run, evaluation included
 */
public record EpochMetrics(
        int epoch,
        double loss,
        double trainTop1,
        Double testLoss,
        Double testTop1,
        double learningRate,
        double imagesPerSecond,
        double computeSeconds,
        double waitingSeconds,
        double averagingSeconds,
        double inputSeconds,
        double loaderImagesPerSecond,
        double elapsedSeconds) {
    /** First line of metrics.csv. */
    public static final String HEADER = "epoch,loss,train_top1,test_loss,test_top1,learning_rate,images_per_second,"
            + "compute_seconds,waiting_seconds,averaging_seconds,input_seconds,loader_images_per_second,elapsed_seconds";

    /** The whole metrics.csv: header and rows. */
    public static String file(List<EpochMetrics> rows) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        rows.forEach(row -> text.append(row.csv()).append('\n'));
        return text.toString();
    }

    /** This row of metrics.csv; a test cell is empty when not evaluated. Losses and accuracies keep every digit. */
    public String csv() {
        return epoch + "," + loss + "," + trainTop1 + "," + cell(testLoss) + "," + cell(testTop1) + "," + learningRate
                + String.format(
                        Locale.ROOT,
                        ",%.1f,%.3f,%.3f,%.3f,%.3f,%s,%.3f",
                        imagesPerSecond,
                        computeSeconds,
                        waitingSeconds,
                        averagingSeconds,
                        inputSeconds,
                        Double.isNaN(loaderImagesPerSecond)
                                ? ""
                                : String.format(Locale.ROOT, "%.1f", loaderImagesPerSecond),
                        elapsedSeconds);
    }

    private static String cell(Double value) {
        return value == null ? "" : value.toString();
    }

    /**
     * The log line of this epoch.
     *
     * @param epochs epochs of the whole run
     * @param left estimated seconds until its end
     * @return words separated by two spaces; {@code test_top1} only where evaluated
     */
    public String logLine(int epochs, double left) {
        String test = testTop1 == null ? "" : String.format(Locale.ROOT, "  test_top1 %.4f", testTop1);
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %.4f  train_top1 %.4f%s  lr %s  images_per_second %.0f  compute %.1f s  input %.1f s (loader %s)  waiting %.1f s  averaging %.1f s  elapsed %s  left %s",
                epoch,
                epochs,
                loss,
                trainTop1,
                test,
                rate(learningRate),
                imagesPerSecond,
                computeSeconds,
                inputSeconds,
                Double.isNaN(loaderImagesPerSecond) ? "-" : String.format(Locale.ROOT, "%.0f/s", loaderImagesPerSecond),
                waitingSeconds,
                averagingSeconds,
                clock(elapsedSeconds),
                clock(left));
    }

    private static String rate(double value) {
        return value >= 0.001 ? String.format(Locale.ROOT, "%.3f", value) : String.format(Locale.ROOT, "%.1e", value);
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%02d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
