package org.dahlquist.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.TrainConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SweepFileTest {
    @TempDir
    Path folder;

    static Stream<File> shippedSweepFiles() throws IOException {
        return Files.list(Path.of("../conf/sweeps")).map(Path::toFile);
    }

    @ParameterizedTest
    @MethodSource("shippedSweepFiles")
    void shippedSweepFilesAreAccepted(File file) {
        assertThat(SweepFile.read(file, List.of()).cells()).isNotEmpty();
    }

    @Test
    void aGridIsEveryCombinationWithEverySeed() throws IOException {
        SweepFile sweep = read("""
                settings { network.depth = 8 }
                grid {
                  "network.coefficients" = [[0.5, 0.5, 0, 1], [1, 0, 0, 1]]
                  train.kernels = [onednn, nd4j]
                }
                seeds = [4, 5]
                """);

        assertThat(sweep.cells().stream().map(Cell::id))
                .containsExactly(
                        "coefficients=0.5_0.5_0_1_kernels=onednn-seed4",
                        "coefficients=0.5_0.5_0_1_kernels=onednn-seed5",
                        "coefficients=0.5_0.5_0_1_kernels=nd4j-seed4",
                        "coefficients=0.5_0.5_0_1_kernels=nd4j-seed5",
                        "coefficients=1_0_0_1_kernels=onednn-seed4",
                        "coefficients=1_0_0_1_kernels=onednn-seed5",
                        "coefficients=1_0_0_1_kernels=nd4j-seed4",
                        "coefficients=1_0_0_1_kernels=nd4j-seed5");
        assertThat(sweep.varying()).containsExactly("network.coefficients", "train.kernels");
        Cell cell = sweep.cells().get(3);
        assertThat(cell.setting()).isEqualTo("coefficients=0.5 0.5 0 1, kernels=nd4j");
        assertThat(cell.seed()).isEqualTo(5);
        assertThat(cell.run().config().network().coefficients()).containsExactly(0.5, 0.5, 0.0, 1.0);
        assertThat(cell.run().config().network().depth()).isEqualTo(8);
        assertThat(cell.run().config().train().kernels()).isEqualTo(TrainConfig.Kernels.ND4J);
    }

    @Test
    void aNamedCellChangesRelatedSettingsTogether() throws IOException {
        SweepFile sweep = read("""
                cells = [
                  { name = "k = -9/5", network { depth = 8 }, train.learning-rate = 0.2 }
                  { name = plain }
                ]
                grid { train.momentum = [0, 0.9] }
                """);

        assertThat(sweep.cells().stream().map(Cell::setting))
                .containsExactly("k = -9/5, 0", "k = -9/5, 0.9", "plain, 0", "plain, 0.9");
        assertThat(sweep.cells().get(0).id()).isEqualTo("k=-9_5_0-seed1");
        assertThat(sweep.cells().get(3).varying())
                .isEqualTo(Map.of("network.depth", "20", "train.learning-rate", "0.1", "train.momentum", "0.9"));
    }

    @Test
    void aBaseIsARunFileBesideAndTheCommandLineIsAboveAll() throws IOException {
        Files.writeString(folder.resolve("base.conf"), "train { epochs = 3, learning-rate = 0.5 }");
        SweepFile sweep = SweepFile.read(write("""
                base = base.conf
                settings.train.learning-rate = 0.25
                """), List.of("train.weight-decay=0.001"));

        TrainConfig train = sweep.cells().get(0).run().config().train();
        assertThat(train.epochs()).isEqualTo(3);
        assertThat(train.learningRate()).isEqualTo(0.25);
        assertThat(train.weightDecay()).isEqualTo(0.001);
        assertThat(sweep.cells().get(0).setting()).isEqualTo("sweep");
    }

    @Test
    void aCellTrainsAlone() throws IOException {
        SweepFile sweep =
                read("settings.train.averaging { mode = gradients, workers = 4, batch-size-per-worker = 32 }");

        TrainConfig.Averaging averaging =
                sweep.cells().get(0).run().config().train().averaging();
        assertThat(averaging.workers()).isEqualTo(1);
        assertThat(averaging.mode()).isEqualTo(TrainConfig.AveragingMode.PARAMETERS);
        assertThat(averaging.batchSizePerWorker()).isEqualTo(32);
    }

    @Test
    void noiseIsAListOfLevelsByKind() throws IOException {
        SweepFile sweep = read("noise {\n randn = [0.02, 0.04]\n const = [-0.2]\n}");
        assertThat(sweep.noise().stream().map(SweepFile::label))
                .containsExactly("randn 0.02", "randn 0.04", "const -0.2");
    }

    @Test
    void cellsShareDataUnlessTheSeedGeneratesThem() throws IOException {
        String grid = "seeds = [1, 2]\ngrid.train.momentum = [0, 0.5]\n";
        assertThat(read(grid).data()).hasSize(2);
        assertThat(read(grid + "settings.data { dataset = cifar10, path = /data }")
                        .data())
                .hasSize(1);
        assertThat(read(grid + "settings.data { dataset = cifar10, path = /data }\ngrid.data.train-limit = [10, 20]")
                        .data())
                .hasSize(2);
    }

    @Test
    void allProblemsOfAllCellsAreToldAtOnce() throws IOException {
        File file = write("""
                settings { train.epochs = 0 }
                grid {
                  network.depth = [8, 9]
                  network.depht = [8]
                  train.momentum = 0.9
                }
                seeds = [1, 1]
                sedes = [3]
                """);

        assertThatThrownBy(() -> SweepFile.read(file, List.of()))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("6 problems")
                .hasMessageContaining("train.epochs = 0")
                .hasMessageContaining("network.depth = 9")
                .hasMessageContaining("did you mean network.depth?")
                .hasMessageContaining("grid.train.momentum")
                .hasMessageContaining("at least one, each once")
                .hasMessageContaining("sedes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base = absent.conf | absent.conf",
                "cells = [ { train.epochs = 1 } ] | must each have a name",
                "cells = [ 3 ] | must be a list of",
                "cells = [ { name = a }, { name = a } ] | must have names that differ",
                "cells = [ { name = 'a/b' }, { name = 'a b' } ] | must have names that differ",
                "grid = 3 | must be a section",
                "seeds = [a] | must be whole numbers",
                "noise.randm = [0.1] | must be randn, rand or const",
                "noise.randn = 0.1 | must be a list of levels",
                "evaluate-train = 2 | must be true or false",
                "landscape = true, seeds = [1, 2] | can be true only for cells with the same data settings",
                "settings.train.epochs = ${nowhere} | nowhere",
            })
    void badFilesAreRefused(String text, String finding) throws IOException {
        File file = write(text.replace('\'', '"'));
        assertThatThrownBy(() -> SweepFile.read(file, List.of()))
                .isInstanceOf(DahlquistException.class)
                .hasMessageStartingWith("CONFIG")
                .hasMessageContaining(finding);
    }

    @Test
    void theCommandLineMustNotUndoTheSweep() throws IOException {
        File file = write("grid.network.depth = [8, 14]");
        for (String override : List.of("network.depth=20", "seed=3")) {
            assertThatThrownBy(() -> SweepFile.read(file, List.of(override)))
                    .hasMessageContaining("must not be set for all cells");
        }
    }

    private SweepFile read(String text) throws IOException {
        return SweepFile.read(write(text), List.of());
    }

    private File write(String text) throws IOException {
        return Files.writeString(folder.resolve("sweep.conf"), text).toFile();
    }
}
