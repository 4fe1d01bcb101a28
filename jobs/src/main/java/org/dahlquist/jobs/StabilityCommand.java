package org.dahlquist.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.report.Plots;
import org.dahlquist.run.report.StabilityPlots;
import org.dahlquist.stability.CoefficientTable;
import org.dahlquist.stability.NamedMethod;
import org.knowm.xchart.XYChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the order, the roots and the zero-stability class of multistep methods, and draws them. */
@Command(
        name = "stability",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints order of consistency, moduli of the characteristic polynomial's roots and zero-stability class of"
                    + " multistep methods x(n+1) = a0 x(n) + a1 x(n-1) + ... + b0 F(x(n)) + b1 F(x(n-1)) + ...;"
                    + " without options those of ZeroSNet's papers. Numbers may be fractions: --k -9/5."
        })
final class StabilityCommand implements Callable<Integer> {
    @Option(names = "--k", paramLabel = "K", description = "a member of the second-order three-step family; repeatable")
    private List<String> ks = List.of();

    @Option(
            names = "--coefficients",
            paramLabel = "A0,A1,A2,B0",
            description = "a three-step method, as network.coefficients has it; repeatable")
    private List<String> coefficients = List.of();

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "papers (default), adams-bashforth or follow-up; repeatable")
    private List<String> tables = List.of();

    @Option(
            names = "--file",
            paramLabel = "CSV",
            description = "methods of any number of steps: a header of name, k, a0, a1 ..., b0, b1 ..., and rows")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for stability.csv and three plots")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<NamedMethod> methods = methods();
        StabilityTable table = new StabilityTable(methods);
        PrintWriter console = spec.commandLine().getOut();
        console.println(table.text());
        console.println();
        console.println(
                "order p: the conditions C0 ... Cp hold, Cq = (1 - sum ai (-i)^q - q sum bi (-i)^(q-1)) / q! = 0");
        console.println("the family of k: zero-stable for k < -1 or k > 1/3; least modulus 1/3 at k = -9/5");
        if (out != null) {
            write(table);
            console.println("written " + out.resolve("stability.csv") + " and three plots");
        }
        return 0;
    }

    private List<NamedMethod> methods() {
        List<NamedMethod> methods = new ArrayList<>();
        tables.forEach(key -> methods.addAll(CoefficientTable.of(key).methods()));
        ks.forEach(k -> methods.add(CoefficientInput.ofK(k)));
        coefficients.forEach(list -> methods.add(CoefficientInput.ofCoefficients(list)));
        if (file != null) {
            methods.addAll(CoefficientInput.ofFile(file));
        }
        return methods.isEmpty() ? CoefficientTable.PAPERS.methods() : methods;
    }

    private void write(StabilityTable table) {
        try {
            Files.createDirectories(out);
            Files.writeString(out.resolve("stability.csv"), table.csv());
            draw("root-locus.png", StabilityPlots.rootLocus());
            draw("unit-disc.png", StabilityPlots.unitDisc(table.methods()));
            draw("largest-modulus.png", StabilityPlots.largestModulus(table.methods()));
        } catch (IOException failed) {
            throw DahlquistException.config("--out: cannot write to %s: %s", out, failed)
                    .causedBy(failed);
        }
    }

    private void draw(String name, XYChart chart) throws IOException {
        Files.write(out.resolve(name), Plots.png(Plots.image(chart)));
    }
}
