package org.dahlquist.jobs.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dahlquist.DahlquistException;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.training.Inference;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;

/** What a measuring process does: prints one line of JSON with images per second. */
final class BenchChild {
    private final BenchNetwork network;
    private final int threads;
    private final int batch;
    private final double seconds;

    BenchChild(BenchNetwork network, int threads, int batch, double seconds) {
        this.network = network;
        this.threads = threads;
        this.batch = batch;
        this.seconds = seconds;
    }

    void run(String what, PrintStream out) {
        out.println(
                switch (what) {
                    case "stock" -> stock();
                    case "inference" -> inference();
                    default -> throw DahlquistException.config("bench child measures stock or inference, not %s", what);
                });
    }

    /** Each thread has its own network, as each Spark task has. */
    private String inference() {
        ComputationGraph model = graph(network.spec().configuration(new NoOp(), List.of(), 1, DataType.FLOAT));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                rates.add(pool.submit(() -> {
                    Inference inference = new Inference(model, NetworkSpec.OUTPUT);
                    INDArray images = BenchNetwork.minibatch(batch / threads).getFeatures();
                    return rate(batch / threads, () -> inference.run(images), seconds / 2);
                }));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return json(Double.NaN, sum);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("inference could not be measured", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private String stock() {
        ComputationGraph model = graph(StockGraph.of(
                network.spec().configuration(new NoOp(), List.of(), 1, DataType.FLOAT),
                BenchNetwork.SHAPE,
                new Nesterovs(0.01, 0.9)));
        DataSet minibatch = BenchNetwork.minibatch(batch);
        double train = rate(batch, () -> model.fit(minibatch), seconds);
        return json(train, rate(batch, () -> model.output(minibatch.getFeatures()), seconds / 2));
    }

    /** Images per second: the median of single calls over a time, after half that time, two calls at least, to warm up. */
    private static double rate(int images, Runnable work, double time) {
        long warm = System.nanoTime() + (long) (time * 0.5e9);
        for (int call = 0; call < 2 || System.nanoTime() < warm; call++) {
            work.run();
        }
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + (long) (time * 1e9);
        while (times.size() < 2 || System.nanoTime() < end) {
            long start = System.nanoTime();
            work.run();
            times.add((System.nanoTime() - start) * 1e-9);
        }
        return images / Median.of(times);
    }

    private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        return graph;
    }

    private static String json(double train, double inference) {
        return String.format(
                Locale.ROOT,
                "{\"train\": %s, \"inference\": %s}",
                Double.isNaN(train) ? "null" : String.valueOf(train),
                String.valueOf(inference));
    }
}
