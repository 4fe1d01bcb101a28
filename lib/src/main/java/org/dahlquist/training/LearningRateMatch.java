package org.dahlquist.training;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.loss.Deformation;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.run.report.EpochMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The baseline that tells a deformed loss from a larger learning rate: the plain loss, with the mean learning rate of the
 * deformed run.
 *
 * <p>A deformation multiplies the gradient of a step by ψ′(ℓ), as a learning rate lr · ψ′(ℓ) would but for the weight
 * decay. With ℓₑ the training loss and lrₑ the learning rate of epoch e of the deformed run, the baseline's rates are
 * multiplied by the one factor
 *
 * <pre>
 * m = Σₑ lrₑ ψ′(ℓₑ) / Σₑ lrₑ
 * </pre>
 *
 * so that, on equal schedules, both runs have the same sum of effective rates; what is left between them is when ψ′ is
 * large. ℓₑ is the epoch's mean loss, so m is the mean slope but for the curvature of ψ′ within an epoch.
 */
public final class LearningRateMatch {
    private static final Logger LOG = LoggerFactory.getLogger(LearningRateMatch.class);

    private LearningRateMatch() {}

    /**
     * The settings to train with.
     *
     * @param hadoop how to reach the metrics of the deformed run
     * @param config the run's settings
     * @return the same, or where they ask for the baseline, the plain loss and a learning rate times m
     * @throws DahlquistException if the metrics can't be read, or hold no finished epoch
     */
    public static TrainConfig resolve(Configuration hadoop, TrainConfig config) {
        String file = config.deformation().lrMatched();
        if (file.isBlank()) {
            return config;
        }
        List<EpochMetrics> epochs = EpochMetrics.parse(text(hadoop, new Path(file)), file);
        double factor = factor(Optimiser.deformation(config.deformation()), epochs, file);
        LOG.info("lr-matched: the plain loss, with the learning rate times {}, the mean slope in {}", factor, file);
        return config.undeformed(config.learningRate() * factor);
    }

    /**
     * The factor m.
     *
     * @param deformation ψ
     * @param epochs the deformed run's epochs
     * @param place where they were read, for messages
     */
    static double factor(Deformation deformation, List<EpochMetrics> epochs, String place) {
        double rates = 0;
        double effective = 0;
        for (EpochMetrics epoch : epochs) {
            rates += epoch.learningRate();
            effective += epoch.learningRate() * deformation.slope(epoch.loss());
        }
        if (!(effective > 0 && rates > 0 && Double.isFinite(effective / rates))) {
            throw DahlquistException.data(
                    "the lr-matched baseline needs the losses and learning rates of the deformed run's epochs, but those"
                            + " in %s have the mean slope %s; name its metrics.csv in train.deformation.lr-matched",
                    place, effective / rates);
        }
        return effective / rates;
    }

    private static String text(Configuration hadoop, Path file) {
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            throw DahlquistException.config(
                            "train.deformation.lr-matched must name the metrics.csv of a deformed run, but there is none"
                                    + " at %s; train that run first",
                            file)
                    .causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
