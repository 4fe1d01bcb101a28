package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StabilityCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The papers' table: k, a0, a1, a2, b0, moduli of the other roots, order, first failing condition, class. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1.8 0.333333 0.555556 0.111111 1.777778 0.33333, 0.33333 2 C3 = 0.407407 stable Opt",
                "-1.2 0.125 0.833333 0.041667 1.916667 0.82446, 0.05054 2 C3 = 0.361111 stable",
                "-1.5 0.25 0.666667 0.083333 1.833333 0.61436, 0.13564 2 C3 = 0.388889 stable",
                "-2 0.375 0.5 0.125 1.75 0.35355, 0.35355 2 C3 = 0.416667 stable",
                "-3 0.5 0.333333 0.166667 1.666667 0.40825, 0.40825 2 C3 = 0.444444 stable",
                "-5 0.6 0.2 0.2 1.6 0.44721, 0.44721 2 C3 = 0.466667 stable",
                "-10 0.675 0.1 0.225 1.55 0.47434, 0.47434 2 C3 = 0.483333 stable",
                "1 1.5 -1 0.5 1 0.70711, 0.70711 2 C3 = 0.666667 stable Tra's initial value",
                "0.5 2.25 -2 0.75 0.5 0.86603, 0.86603 2 C3 = 0.833333 stable",
                "0.4 2.625 -2.5 0.875 0.25 0.93541, 0.93541 2 C3 = 0.916667 stable",
                "2 1.125 -0.5 0.375 1.25 0.61237, 0.61237 2 C3 = 0.583333 stable",
                "3 1 -0.333333 0.333333 1.333333 0.57735, 0.57735 2 C3 = 0.555556 stable",
                "10 0.825 -0.1 0.275 1.45 0.52440, 0.52440 2 C3 = 0.516667 stable",
                "-1 0 1 0 2 1, 0 2 C3 = 0.333333 weakly stable leapfrog",
                "0.333333 3 -3 1 0 1, 1 2 C3 = 1 unstable (triple root)",
                "-0.9 -0.083333 1.111111 -0.027778 2.055556 1.10839, 0.02506 2 C3 = 0.314815 unstable",
                "-0.5 -0.75 2 -0.25 2.5 1.88278, 0.13278 2 C3 = 0.166667 unstable",
                "-0.333333 -1.5 3 -0.5 3 2.68614, 0.18614 3 C4 = 0.25 unstable third order",
                "0.25 3.75 -4 1.25 -0.5 2.17539, 0.57461 2 C3 = 1.166667 unstable",
                "- 1 1 1 1 1.83929, 0.73735, 0.73735 - C0 = -2 inconsistent and unstable README's 1 1 1 1",
                "- 1 0 0 1 0, 0 1 C2 = 0.5 stable PreResNet"
            })
    void printsThePapersTableToTheDigit(String row) {
        assertThat(run()).isZero();

        assertThat(printedRows()).contains(row).hasSize(21);
    }

    @Test
    void givenMethodsArePrintedInsteadAndFractionsAreExact() {
        assertThat(run("--k", "1/3", "--k", "-9/5", "--coefficients", "1,0,0,1"))
                .isZero();

        assertThat(printedRows())
                .containsExactly(
                        "0.333333 3 -3 1 0 1, 1 2 C3 = 1 unstable (triple root)",
                        "-1.8 0.333333 0.555556 0.111111 1.777778 0.33333, 0.33333 2 C3 = 0.407407 stable",
                        "- 1 0 0 1 0, 0 1 C2 = 0.5 stable 1,0,0,1");
    }

    @Test
    void tablesOfOtherNumbersOfSteps() {
        assertThat(run("--table", "adams-bashforth", "--table", "follow-up")).isZero();

        assertThat(printedRows())
                .hasSize(6 + 9)
                .anySatisfy(row -> assertThat(row).contains("0, 0, 0, 0, 0 6 C7 = 0.315592 stable Adams-Bashforth 6"))
                .anySatisfy(row -> assertThat(row).contains(" 4 C5 = ", " stable 4 steps, order 4"));
    }

    @Test
    void aFileMayMixKAndCoefficientsOfAnyNumberOfSteps() throws IOException {
        Path list = Files.writeString(folder.resolve("list.csv"), """
                name,k,a0,a1,b0,b1
                mine,-9/5,,,,
                "two steps, second order",,1/2,1/2,1.75,-0.25
                """);

        assertThat(run("--file", list.toString())).isZero();

        assertThat(printedRows())
                .hasSize(2)
                .anySatisfy(row -> assertThat(row).startsWith("-1.8 ").endsWith(" stable mine"))
                .anySatisfy(
                        row -> assertThat(row).startsWith("- 0.5 0.5 ").endsWith(" stable two steps, second order"));
    }

    @Test
    void outGetsTableAndPlots() throws IOException {
        Path results = folder.resolve("new/results");

        assertThat(run("--out", results.toString())).isZero();

        List<String> csv = Files.readAllLines(results.resolve("stability.csv"));
        assertThat(csv).hasSize(1 + 21);
        assertThat(csv.get(0))
                .isEqualTo("name,k,a0,a1,a2,b0,b1,b2,root1_real,root1_imag,root2_real,root2_imag,root3_real,root3_imag,"
                        + "largest_spurious_modulus,order,first_failing_condition,defect,root_condition,class");
        assertThat(csv.get(21))
                .startsWith("PreResNet,,1.0,0.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,,,0.0,1,2,0.5,holds,stable");
        for (String plot : List.of("root-locus.png", "unit-disc.png", "largest-modulus.png")) {
            BufferedImage image = ImageIO.read(results.resolve(plot).toFile());
            assertThat(image.getWidth()).as(plot).isGreaterThan(800);
        }
    }

    @Test
    void aBrokenOutFolderIsOneMessage() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThat(run("--out", file.toString())).isEqualTo(2);

        assertThat(err.toString())
                .contains("CONFIG: --out: cannot write to", file.toString())
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--k 0 | k must be finite and not 0",
                "--k NaN | --k: \"NaN\" is not a finite number",
                "--k 1/0 | --k: \"1/0\" is not a finite number",
                "--k two | --k: \"two\" is not a finite number; write it as -1.8 or -9/5",
                "--k 1e-320 | must be finite",
                "--coefficients 1,0,0 | coefficients are the four numbers a0, a1, a2, b0, but there are 3",
                "--coefficients 1,NaN,0,1 | \"NaN\" is not a finite number",
                "--coefficients 1,,0,1 | \"\" is not a finite number",
                "--table paper | there is no table \"paper\"; there are papers, adams-bashforth, follow-up",
                "--file absent.csv | --file: cannot read absent.csv",
                "--size 3 | Unknown option"
            })
    void wrongInputIsOneMessageAndExitsWithTwo(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name,k | has no rows",
                "k,c0;1,2 | has a column \"c0\"",
                "k,a0;1,2 | row 1: there is k and there are coefficients",
                "a0,b0;1,1;1, | row 2: there is neither k nor both an a and a b",
                "a0,b0;1,x | row 1, b0: \"x\" is not a finite number"
            })
    void aWrongFileIsOneMessageWithItsPlace(String lines, String message) throws IOException {
        Path list = Files.writeString(folder.resolve("list.csv"), lines.replace(';', '\n'));

        assertThat(run("--file", list.toString())).isEqualTo(2);

        assertThat(err.toString()).contains(list.toString(), message).doesNotContain("\tat ");
    }

    private int run(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "stability";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return Main.run(new PrintWriter(out), new PrintWriter(err), line);
    }

    /** The rows between the header and the empty line, columns separated by one space. */
    private List<String> printedRows() {
        return out.toString()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }
}
