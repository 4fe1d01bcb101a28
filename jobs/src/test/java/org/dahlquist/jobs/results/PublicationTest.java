package org.dahlquist.jobs.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.univocity.parsers.common.record.Record;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's tables are those of notebooks/results. */
class PublicationTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path clone;

    @BeforeEach
    void emptyClone() throws IOException {
        Files.createDirectories(clone.resolve("notebooks/results"));
        Files.writeString(clone.resolve("README.md"), """
                before
                <!-- results runs -->
                stale
                <!-- end of results runs -->
                after
                """);
        results("runs", """
                run_file,run_id,dataset,train_samples,test_samples,seed,epochs,softmax_top1,knn_top1,wnll_top1,seconds,hardware
                a.conf,a,shapes,6000,1000,7,8,0.953,,0.987,45.46,"2 cores, local[*]"
                """);
    }

    @Test
    void readmeOfThisProjectShowsItsResults() throws IOException {
        assertThat(new Publication(ROOT).isCurrent())
                .as("run 'jobs/dahlquist results' in the clone")
                .isTrue();
    }

    @Test
    void networksAreComparedWithTheBetterPyTorch() throws IOException {
        results("contest", """
                network,cores,contestant,train_images_per_second,inference_images_per_second,train_against_torch,inference_against_torch
                a,2,ours,529.1,1898.7,1.48,1.71
                a,2,torch,295.0,1111.8,0.82,0.91
                a,2,torch-cl,357.8,1107.1,1.00,1.00
                b,2,ours,163.1,552.8,1.46,1.53
                b,2,torch,107.4,361.6,0.96,1.00
                """);

        new Publication(clone).renew();

        assertThat(Files.readString(clone.resolve("README.md")))
                .contains(
                        "| a | 2 | 529 | 358 | 1.48 | 1,899 | 1,112 | 1.71 |",
                        "| b | 2 | 163 | 107 | 1.46 | 553 | 362 | 1.53 |");
    }

    @Test
    void everyResultNamesAFileThatExists() throws IOException {
        for (ResultsCsv results : ResultsCsv.all(ROOT.resolve("notebooks/results"))) {
            for (Record row : results.rows()) {
                if (results.has("run_file")) {
                    assertThat(ROOT.resolve("conf/runs").resolve(row.getString("run_file")))
                            .exists();
                }
                if (results.has("sweep_file")) {
                    assertThat(ROOT.resolve("conf/sweeps").resolve(row.getString("sweep_file")))
                            .exists();
                }
            }
        }
    }

    @Test
    void aTableIsRenewedInItsPlaceAndWhatWasNotMeasuredStaysEmpty() throws IOException {
        new Publication(clone).renew();

        assertThat(readme()).isEqualTo("""
                before
                <!-- results runs -->
                | run | dataset | train / test | softmax top-1 | k-NN | WNLL | epochs | seed | minutes | hardware |
                |---|---|---|---|---|---|---|---|---|---|
                | [a](conf/runs/a.conf) | shapes | 6,000 / 1,000 | 95.30 % |  | 98.70 % | 8 | 7 | 0.8 | 2 cores, local[*] |
                <!-- end of results runs -->
                after
                """);
        assertThat(new Publication(clone).isCurrent()).isTrue();
    }

    @Test
    void aSweepGetsALineForEachSettingBehindTheLastTable() throws IOException {
        results("study", """
                sweep_file,setting,spurious_modulus,stability,noise,cells,diverged,test_mean_percent,test_std_percent,test_noise_mean_percent,test_noise_std_percent,train_mean_percent,dataset,epochs,train_samples,test_samples,seeds,hardware
                study.conf,k = 1,0.70711,stable,randn 0.02,3,1,60.12,1.50,55.00,2.00,,cifar10,15,10000,10000,"1, 2, 3",2 cores
                study.conf,k = 1,0.70711,stable,const 0.2,3,1,60.12,1.50,44.00,,,cifar10,15,10000,10000,"1, 2, 3",2 cores
                """);
        new Publication(clone).renew();

        assertThat(readme()).endsWith("""
                <!-- end of results runs -->

                <!-- results study -->
                | setting | largest spurious root | class | test, % | randn 0.02 | const 0.2 | dataset | train / test | epochs | seeds | hardware |
                |---|---|---|---|---|---|---|---|---|---|---|
                | [k = 1](conf/sweeps/study.conf) | 0.70711 | stable | 60.12 ± 1.50 (1 of 3 diverged) | 55.00 ± 2.00 | 44.00 | cifar10 | 10,000 / 10,000 | 15 | 1, 2, 3 | 2 cores |
                <!-- end of results study -->
                after
                """);
    }

    @Test
    void otherFilesAreShownAsTheyAre() throws IOException {
        results("sharpness", "run,largest_eigenvalue\nplain,12.5\ndeformed,\n");
        new Publication(clone).renew();

        assertThat(readme()).contains("| run | largest eigenvalue |\n|---|---|\n| plain | 12.5 |\n| deformed |  |\n");
    }

    @Test
    void aTableWithoutItsFileIsRefused() throws IOException {
        Files.delete(clone.resolve("notebooks/results/runs.csv"));
        assertThatThrownBy(() -> new Publication(clone).renew())
                .hasMessageStartingWith("DATA")
                .hasMessageContaining("there is no runs.csv");
    }

    private void results(String name, String text) throws IOException {
        Files.writeString(clone.resolve("notebooks/results").resolve(name + ".csv"), text);
    }

    private String readme() throws IOException {
        return Files.readString(clone.resolve("README.md"));
    }
}
