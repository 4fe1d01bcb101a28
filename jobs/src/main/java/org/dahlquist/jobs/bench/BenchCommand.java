package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures this project against its peers on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            TrainBench.class,
            InputBench.class,
            PrepareBench.class,
            PrepareBenchChild.class,
            KnnBench.class,
            KnnChild.class,
            GraphBench.class,
            WnllBench.class
        },
        description = {
            "measure against peers: bench train, bench prepare, bench knn, bench wnll; the graph stage against its kernel:"
                    + " bench graph; the training input: bench input"
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a sub-command there is nothing to measure. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to measure: bench train, input, prepare, knn, graph or wnll");
    }

    @Command(name = "child", hidden = true, description = "one measurement in a process of its own")
    int child(
            @Parameters(paramLabel = "WHAT") String what,
            @Parameters(paramLabel = "NETWORK") String network,
            @Parameters(paramLabel = "THREADS") int threads,
            @Parameters(paramLabel = "BATCH") int batch,
            @Parameters(paramLabel = "SECONDS") double seconds) {
        new BenchChild(BenchNetwork.of(network), threads, batch, seconds).run(what, System.out);
        return 0;
    }

    @Command(name = "stock-spark-child", hidden = true, description = "one measurement of DL4J on Spark")
    int stockSparkChild(
            @Parameters(paramLabel = "NETWORK") String network,
            @Parameters(paramLabel = "WORKERS") int workers,
            @Parameters(paramLabel = "BATCH") int batch,
            @Parameters(paramLabel = "FREQUENCY") int frequency) {
        new StockSpark(BenchNetwork.of(network), workers, batch, frequency).run(System.out);
        return 0;
    }

    @Command(name = "wnll-child", hidden = true, description = "one solution in a process of its own")
    int wnllChild(
            @Parameters(paramLabel = "FOLDER") Path folder,
            @Parameters(paramLabel = "SYSTEM") String system,
            @Parameters(paramLabel = "CLASSES") int classes,
            @Parameters(paramLabel = "THREADS") int threads) {
        WnllBench.child(folder, system, classes, threads);
        return 0;
    }

    @Command(name = "graph-child", hidden = true, description = "one measurement of the graph stage")
    int graphChild(
            @Parameters(paramLabel = "WHAT") String what,
            @Parameters(paramLabel = "THREADS") int threads,
            @Parameters(paramLabel = "FEATURES") Path features,
            @Parameters(paramLabel = "DIMENSION") int dimension,
            @Parameters(paramLabel = "K") int k)
            throws IOException {
        int size = Math.toIntExact(Files.size(features) / Float.BYTES / dimension);
        GraphBenchChild child = new GraphBenchChild(new FeatureFile(features, size, dimension), threads, k);
        if (what.equals("kernel")) {
            child.kernel(System.out);
        } else {
            child.stage(System.out);
        }
        return 0;
    }
}
