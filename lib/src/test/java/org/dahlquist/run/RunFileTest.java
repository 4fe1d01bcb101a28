package org.dahlquist.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunFileTest {
    @TempDir
    Path folder;

    static Stream<File> shippedRunFiles() throws IOException {
        return Files.list(Path.of("../conf/runs")).map(Path::toFile);
    }

    @ParameterizedTest
    @MethodSource("shippedRunFiles")
    void shippedRunFilesAreAccepted(File file) {
        assertThat(RunFile.read(file, List.of()).name() + ".conf").isEqualTo(file.getName());
    }

    @Test
    void everyDefaultIsReadAndEverySettingHasADefault() {
        Config defaults = RunFile.defaults().resolve();
        Set<String> keysRead = new TreeSet<>();
        RunConfig.read(new ConfigReader(defaults, defaults, "", new ConfigProblems("defaults"), keysRead));
        assertThat(keysRead).isEqualTo(RunFile.keys(defaults));
    }

    @Test
    void givenSettingsReplaceDefaultsAndTheCommandLineReplacesBoth() throws IOException {
        File file = write("train { epochs = 3, learning-rate = 0.5 }");
        RunConfig config = RunFile.read(file, List.of("train.learning-rate=0.25", "train.schedule.milestones=[2, 4]"))
                .config();
        assertThat(config.train().epochs()).isEqualTo(3);
        assertThat(config.train().learningRate()).isEqualTo(0.25);
        assertThat(config.train().schedule().milestones()).containsExactly(2, 4);
        assertThat(config.train().momentum()).isEqualTo(0.9);
    }

    @Test
    void aDepthMeansBasicBlocksUnlessTheyAreAskedForOrItIsLarge() throws IOException {
        assertThat(network("depth = 110").hasBottlenecks()).isFalse();
        assertThat(network("depth = 110, block = bottleneck").hasBottlenecks()).isTrue();
        assertThat(network("depth = 164").hasBottlenecks()).isTrue();
        assertThat(network("depth = 164, block = basic").hasBottlenecks()).isFalse();
        assertThat(network("architecture = resnet, depth = 0").layers()).isEqualTo(18);
        assertThat(network("variant = tra").layers()).isEqualTo(20);
        assertThat(network("architecture = zerosnet-imagenet, depth = 18").hasLargeStem())
                .isTrue();
    }

    private NetworkConfig network(String settings) throws IOException {
        return RunFile.read(write("network { " + settings + " }"), List.of())
                .config()
                .network();
    }

    @Test
    void pathsWithColonsAndSlashesNeedNoQuotesOnTheCommandLine() throws IOException {
        File file = write("data.dataset = cifar10");
        RunConfig config =
                RunFile.read(file, List.of("data.path=s3a://bucket/cifar10")).config();
        assertThat(config.data().path()).isEqualTo("s3a://bucket/cifar10");
    }

    @Test
    void allProblemsAreListedWithLineAndSuggestion() throws IOException {
        File file = write("train {\n  averaging { workers = 0 }\n  learing-rate = 0.1\n  epochs = many\n}\n");
        assertThatThrownBy(() -> RunFile.read(file, List.of("network.depth=21")))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("CONFIG: " + file + ": 4 problems")
                .hasMessageContaining("--set")
                .hasMessageContaining("network.depth = 21")
                .hasMessageContaining("must be 6n+2")
                .hasMessageMatching(
                        "(?s).*line 2 +train.averaging.workers = 0 +must be a whole number from 1 to 4096.*")
                .hasMessageMatching(
                        "(?s).*line 3 +train.learing-rate +unknown key; did you mean train.learning-rate\\?.*")
                .hasMessageMatching("(?s).*line 4 +train.epochs = \"many\" +must be a whole number from 1 to 100000.*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.epochs = 1.5 | train.epochs = 1.5",
                "train.momentum = 1 | train.momentum = 1",
                "train.augmentation.flip = perhaps | train.augmentation.flip",
                "network.coefficients = [1, 2] | must be four numbers",
                "network.architecture = alexnet | must be one of zerosnet, preresnet, resnet",
                "network.architecture = resnet | must be 18, 34, 50, 101, 152",
                "network.architecture = lenet | must be 5",
                "network.depth = 165 | must be 9n+2: 11, 20, 29, 38, 47, ... (network.block = bottleneck",
                "network { architecture = vgg, depth = 16, block = basic } | network.block",
                "network.stem = imagenet | must be auto or small",
                "network.initial-k = 0 | must not be 0",
                "train.schedule.kind = step | must name at least one epoch",
                "train.schedule.milestones = [4, 2] | must be increasing epochs",
                "data.dataset = cifar10 | must name the folder with the raw files",
                "neighbours = 5 | must be at most neighbours = 5",
                "wnll = 3 | wnll",
                "wnll.tolerance = NaN | wnll.tolerance",
                "train { | run.conf: 1:",
                "train.averaging.workers = 4294967297 | train.averaging.workers = 4294967297",
                "robustness.rand = [2] | must be levels from -1 to 1",
                "robustness.attacks.pgd = [-1] | must be radii from 0 to 255",
                "robustness.attacks.cw-l2.radii = [-1] | must be distances of 0 or more",
                "seed = 1e30 | must be a whole number",
                "train.schedule.milestones = [1.5, 2] | must be a list of whole numbers",
                "train.schedule.milestones = [4294967297] | must be a list of whole numbers",
                "network.coefficients = [NaN, 0, 0, 1] | must be four numbers",
                "train.learing-rate = null | did you mean train.learning-rate?",
                "trian {} | unknown key",
                "train.epochs = null | train.epochs",
                "train = 5 | train",
                "train.deformation.c = 1 | must be at least 0 and below 1",
                "train.deformation.c = 1.9 | undefined for losses below log(c)",
                "train.deformation { function = arctan-power, alpha = 0, delta = 0 } | must be above 0 where delta is 0",
                "train.deformation.gamma = 0.5 | train.deformation.gamma",
                "train.deformation { function = sech, peak = 0 } | train.deformation.peak",
                "train.deformation.lr-matched = metrics.csv | must be the deformation of the run",
                "train.optimiser.kind = rmsprop | must be one of sgd, nesterov, adam",
                "train { optimiser.kind = nesterov, momentum = 0 } | must be above 0 for train.optimiser.kind = nesterov",
                "train { optimiser.kind = adam, gradient-activation.function = atan } | must be gradient for",
                "train.gradient-clipping.limit = 0 | train.gradient-clipping.limit",
                "train { gradient-clipping.kind = value, gradient-activation { function = log, position = gradient } } | must not be value where",
                "train { averaging.mode = upstream, gradient-clipping.kind = norm } | must be parameters or gradients",
                "train { averaging.mode = upstream, deformation.function = log-exp } | must be parameters or gradients",
                "train.schedule.warm-up-epochs = 20 | must be below train.epochs = 20",
                "train.schedule { kind = step, milestones = [3], warm-up-epochs = 3 } | must be below the first milestone",
                "train.schedule.minimum = 0.2 | must be at most train.learning-rate",
                "train.schedule { kind = htd, lower = 4 } | must be below upper = 3",
                "data.shapes.train = ${nowhere} | nowhere",
                "train = ${nowhere} { epochs = 3 } | nowhere",
            })
    void badSettingsAreRefused(String text, String finding) throws IOException {
        File file = write(text);
        assertThatThrownBy(() -> RunFile.read(file, List.of()))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining(file.getName())
                .hasMessageContaining(finding);
    }

    @Test
    void resolvedSettingsReadBackAsTheSameSettings() throws IOException {
        RunFile first = RunFile.read(write("seed = 7"), List.of("train.weight-decay=1e-3"));
        RunFile again = RunFile.read(write(first.resolved()), List.of());
        assertThat(again.config()).isEqualTo(first.config());
    }

    @Test
    void substitutionsSeeTheDefaultsAndTheirKeysAreCheckedToo() throws IOException {
        RunFile file = RunFile.read(write("neighbours = ${data.shapes.test}\ndata.shapes.test = 20"), List.of());
        assertThat(file.config().neighbours()).isEqualTo(20);
        assertThatThrownBy(() -> RunFile.read(write("train = ${wnll} { epochs = 3 }"), List.of()))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("train.scale-rank")
                .hasMessageContaining("unknown key");
    }

    @Test
    void missingRunFileIsNamed() {
        File absent = folder.resolve("absent.conf").toFile();
        assertThatThrownBy(() -> RunFile.read(absent, List.of()))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining(absent.getPath());
    }

    private File write(String text) throws IOException {
        return Files.writeString(folder.resolve("run.conf"), text).toFile();
    }
}
