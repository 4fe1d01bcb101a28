package org.dahlquist.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.input.PreparedData;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.run.RunFile;
import org.dahlquist.run.TrainConfig;
import org.dahlquist.run.report.EpochMetrics;

/**
 * What a finished training by parameter averaging says about its speed. Its first epoch, which warms the virtual machine
 * up, is left out where there are others.
 *
 * @param name of the run
 * @param parameters trained parameters of the network
 * @param averaging how its workers worked together
 * @param images of the training part
 * @param computeSeconds of the mean worker in the mean epoch
 * @param epochSeconds of the mean epoch, without evaluation and checkpoint
 */
record TrainedRun(
        String name,
        long parameters,
        TrainConfig.Averaging averaging,
        long images,
        double computeSeconds,
        double epochSeconds) {
    /**
     * Reads a run's folder.
     *
     * @throws DahlquistException if it holds no finished training, or one that didn't average parameters
     */
    static TrainedRun read(Path folder) {
        Path metrics = folder.resolve("train/metrics.csv");
        Path settings = folder.resolve("train").resolve(RunDirectory.CONFIG);
        if (!Files.exists(metrics) || !Files.exists(settings)) {
            throw DahlquistException.config(
                    "--run takes the folder of a run whose training has finished, but %s lacks train/metrics.csv or"
                            + " train/%s",
                    folder, RunDirectory.CONFIG);
        }
        RunFile file = RunFile.read(settings.toFile(), List.of());
        TrainConfig.Averaging averaging = file.config().train().averaging();
        if (averaging.mode() != TrainConfig.AveragingMode.PARAMETERS) {
            throw DahlquistException.config(
                    "--run takes a training by parameter averaging, but %s has train.averaging.mode = %s",
                    folder, averaging.mode());
        }
        Manifest manifest = Manifest.read(
                new Configuration(),
                new org.apache.hadoop.fs.Path(folder.resolve("prepare").toUri()));
        NetworkSpec network = NetworkSpec.of(
                file.config().network(),
                manifest.classes(),
                PreparedData.inputShape(manifest, file.config().input()));
        long images = manifest.split(Split.TRAIN).rows();
        List<EpochMetrics> warm = warm(metrics);
        return new TrainedRun(
                folder.toAbsolutePath().normalize().getFileName().toString(),
                network.parameterCount(),
                averaging,
                images,
                warm.stream()
                        .mapToDouble(EpochMetrics::computeSeconds)
                        .average()
                        .orElseThrow(),
                warm.stream()
                        .mapToDouble(row -> images / row.imagesPerSecond())
                        .average()
                        .orElseThrow());
    }

    private static List<EpochMetrics> warm(Path metrics) {
        try {
            List<EpochMetrics> epochs = EpochMetrics.parse(Files.readString(metrics), metrics.toString());
            return epochs.subList(Math.min(1, epochs.size() - 1), epochs.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + metrics, e);
        }
    }

    /** Local steps of one worker in an epoch. */
    double stepsPerEpoch() {
        return (double) images / averaging.batchSizePerWorker() / averaging.workers();
    }

    /** Time of a local step. */
    double stepSeconds() {
        return computeSeconds / stepsPerEpoch();
    }
}
