package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrainBenchTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "--rounds, 0, --rounds must be at least 1",
        "--frequency, 0, --frequency must be at least 1",
        "--seconds, 0, --seconds must be above 0",
        "--cores, 3, '--cores takes 1, 2 or 1,2, but got [3]'",
        "--batch, 127, --batch is shared by 2 core(s)",
        "--rounds, five, Invalid value for option '--rounds'"
    })
    void wrongOptionsAreRefusedBeforeAnythingIsMeasured(String option, String value, String rule) {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new BenchCommand())
                .setErr(new PrintWriter(err, true))
                .execute(
                        "train", option, value, "--out", folder.resolve("bench").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(rule);
        assertThat(folder.resolve("bench")).doesNotExist();
    }

    @Test
    void aProcessorTellsItsModelAndWhetherItKnowsBfloat16() throws IOException {
        Path cpuinfo = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nmodel name\t: AMD EPYC 9R14\nflags\t\t: fpu avx2 avx512_bf16 avx512f\n");

        assertThat(Machine.of(cpuinfo, 0.1)).isEqualTo(new Machine("AMD EPYC 9R14", true, 0.1));
        assertThat(Machine.of(folder.resolve("absent"), -1))
                .isEqualTo(new Machine(System.getProperty("os.arch"), false, -1));
    }
}
