package org.dahlquist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.loss.Deformation;
import org.dahlquist.run.DeformationConfig;
import org.dahlquist.run.TestRun;
import org.dahlquist.run.TrainConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateMatchTest {
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    private Path folder;

    /** log(e^ℓ − .5): slopes 1/(1 − .5) = 2 at 0 and 1/(1 − .25) = 4/3 at log 2; (.3·4/3 + .1·2)/.4 = 1.5. */
    @Test
    void theFactorIsTheMeanSlopeWeightedByTheLearningRates() throws IOException {
        TrainConfig baseline = baseline("0.3,0.6931471805599453", "0.1,0");

        TrainConfig resolved = LearningRateMatch.resolve(HADOOP, baseline);

        assertThat(resolved.learningRate()).isCloseTo(1.5 * baseline.learningRate(), within(1e-15));
        assertThat(resolved.deformation().function()).isEqualTo(DeformationConfig.Function.NONE);
        assertThat(Optimiser.deformation(resolved)).isEqualTo(Deformation.NONE);
        assertThat(resolved.undeformed(baseline.learningRate()))
                .isEqualTo(baseline.undeformed(baseline.learningRate()));
    }

    @Test
    void otherSettingsStayAsTheyAre() {
        TrainConfig deformed =
                TestRun.with("train.deformation.function=log-exp").train();
        assertThat(LearningRateMatch.resolve(HADOOP, deformed)).isSameAs(deformed);
    }

    @Test
    void aMissingOrEmptyFileIsNamed() throws IOException {
        TrainConfig absent = TestRun.with(
                        "train.deformation.function=log-exp", "train.deformation.lr-matched=" + folder + "/none.csv")
                .train();
        assertThatThrownBy(() -> LearningRateMatch.resolve(HADOOP, absent))
                .hasMessageStartingWith("CONFIG: train.deformation.lr-matched")
                .hasMessageContaining("none.csv");
        TrainConfig empty = baseline();
        assertThatThrownBy(() -> LearningRateMatch.resolve(HADOOP, empty))
                .hasMessageStartingWith("DATA")
                .hasMessageContaining("metrics.csv");
    }

    private TrainConfig baseline(String... ratesAndLosses) throws IOException {
        Path file = folder.resolve("metrics.csv");
        Files.writeString(file, "learning_rate,loss\n" + String.join("\n", ratesAndLosses) + "\n");
        return TestRun.with(
                        "train.deformation.function=log-exp",
                        "train.deformation.c=0.5",
                        "train.deformation.lr-matched=" + file)
                .train();
    }
}
