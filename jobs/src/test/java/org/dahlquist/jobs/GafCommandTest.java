package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GafCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void scalesAreExplainedAndDrawn() {
        assertThat(run("--alpha", "0.1", "--beta", "20")).isZero();

        assertThat(out.toString())
                .contains("slope at 0      2.0000, above 1")
                .contains("saturation      0.15708")
                .contains("fixed point x*  0.11656, enlarges gradients below, restricts those above")
                .contains(
                        "train.gradient-activation { function = atan, position = momentum, alpha = 0.100000, beta = 20.0000 }");
        assertThat(folder.resolve("gaf.png")).isNotEmptyFile();
    }

    @Test
    void slopeAndSaturationGiveTheScales() {
        assertThat(run("--slope", "2", "--saturation", "0.15707963267948966")).isZero();
        assertThat(out.toString()).contains("alpha = 0.100000, beta = 20.0000");
    }

    @Test
    void slopeAndFixedPointGiveTheScalesOfTheLogarithmToo() {
        assertThat(run("--function", "log", "--fixed-point", "0.12564")).isZero();
        assertThat(out.toString()).contains("log with alpha = 0.09999", "saturation      none");
    }

    @Test
    void contradictoryOptionsAreWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("--saturation or --fixed-point");
        assertThat(run("--alpha", "0.1")).isEqualTo(2);
        assertThat(run("--function", "log", "--saturation", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("the logarithm has no saturation");
        assertThat(run("--alpha", "-1", "--beta", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("needs a positive, finite alpha, but it is -1.0");
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("gaf", "--out", folder.resolve("gaf.png").toString()));
        arguments.addAll(List.of(options));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }
}
