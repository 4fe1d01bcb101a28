package org.dahlquist.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dahlquist.network.NetworkSize;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.network.Networks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the networks and what they cost. */
@Command(
        name = "networks",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists every network with its trained parameters, multiply-adds and memory.",
            "Multiply-adds are those of one image's forward pass; a training step takes three times as many. Memory is what a"
                    + " training step keeps of one image in float32 when it computes layer by layer."
        })
final class NetworksCommand implements Callable<Integer> {
    private static final double MILLION = 1e6;
    private static final double MEBIBYTE = 1 << 20;

    @Option(names = "--csv", paramLabel = "FILE", description = "write the table to this file too")
    private Path csv;

    @Option(names = "--family", description = "only networks whose name starts like this, such as zerosnet")
    private String family = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter console = spec.commandLine().getOut();
        List<String> rows = new ArrayList<>(List.of("network,image,classes,parameters,multiply_adds,activation_bytes"));
        console.printf(
                "%-26s %-9s %7s %12s %14s %12s%n",
                "network", "image", "classes", "parameters", "multiply-adds", "memory");
        for (NetworkSpec network : Networks.all()) {
            if (network.name().startsWith(family)) {
                list(console, network, network.size(), rows);
            }
        }
        console.flush();
        if (csv != null) {
            Files.write(csv, rows);
        }
        return 0;
    }

    private static void list(PrintWriter console, NetworkSpec network, NetworkSize size, List<String> rows) {
        String image = network.input().channels() + "x" + network.input().height() + "x"
                + network.input().width();
        console.printf(
                Locale.ROOT,
                "%-26s %-9s %7d %,12d %,12.1f M %,8.1f MiB%n",
                network.name(),
                image,
                network.classes(),
                size.parameters(),
                size.multiplyAdds() / MILLION,
                size.activationBytes() / MEBIBYTE);
        rows.add(String.join(
                ",",
                network.name(),
                image,
                Integer.toString(network.classes()),
                Long.toString(size.parameters()),
                Long.toString(size.multiplyAdds()),
                Long.toString(size.activationBytes())));
    }
}
