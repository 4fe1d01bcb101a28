package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.dahlquist.run.report.Plots;
import org.knowm.xchart.BitmapEncoder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that all measurements take: how many rounds, and where their tables and plots go. */
final class BenchOptions {
    @Option(names = "--rounds", description = "turns of each; medians count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--out", description = "folder for tables, plots and prepared data (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("bench");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    BenchOptions(int rounds) {
        this.rounds = rounds;
    }

    /**
     * All contestants in one round.
     *
     * @param number from 1
     * @param order who comes after whom
     */
    record Round<C>(int number, List<C> order) {}

    /** The rounds: another contestant comes first each time, so that what changes on the machine meets all alike. */
    static <C> List<Round<C>> rounds(int count, Collection<C> contestants) {
        List<C> order = new ArrayList<>(contestants);
        List<Round<C>> all = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            all.add(new Round<>(number, List.copyOf(order)));
            Collections.rotate(order, 1);
        }
        return all;
    }

    /** As many of these rounds as the user wants. */
    <C> List<Round<C>> rounds(Collection<C> contestants) {
        return rounds(rounds, contestants);
    }

    int rounds() {
        return rounds;
    }

    Path out() {
        return out;
    }

    /** Refuses fewer rounds than one. */
    void check() {
        require(rounds >= 1, "--rounds must be at least 1, but is " + rounds);
    }

    /** Ends the command with its usage unless a rule holds. */
    void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** Writes a table. */
    void table(String name, String header, Stream<String> rows) throws IOException {
        Files.write(out.resolve(name), Stream.concat(Stream.of(header), rows).toList());
    }

    /** Writes a plot. */
    void plot(String name, GroupedBars bars) throws IOException {
        Files.write(out.resolve(name), Plots.png(BitmapEncoder.getBufferedImage(bars.chart())));
    }
}
