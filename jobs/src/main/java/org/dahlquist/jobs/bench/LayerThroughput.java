package org.dahlquist.jobs.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Training throughput of ZeroSNet-20 built from this library's layers and from DL4J's own: whole training steps on
 * random images in batches of 128, float32, one OpenMP thread, the two networks taking turns.
 */
public final class LayerThroughput {
    private static final int BATCH = 128;
    private static final int CLASSES = 10;
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final int WARM_UP_STEPS = 2;

    private LayerThroughput() {}

    /**
     * Times both networks in turns and prints a table and a CSV line.
     *
     * @param rounds turns of each network, at least 1; the median counts
     * @param ourSteps timed steps per turn of this library's layers
     * @param stockSteps timed steps per turn of DL4J's layers, which take seconds each
     * @param out where the table goes
     */
    public static void run(int rounds, int ourSteps, int stockSteps, PrintStream out) {
        Nd4j.getEnvironment().setMaxThreads(1);
        NetworkSpec spec =
                new NetworkSpec(NetworkConfig.Architecture.ZEROSNET, 20, CLASSES, SHAPE, Coefficients.OPTIMAL);
        Nesterovs updater = new Nesterovs(0.1, 0.9);
        ComputationGraph ours = network(spec.configuration(updater, List.of(), 1, DataType.FLOAT));
        ComputationGraph stock = network(StockZeroSNet.configuration(spec, updater));
        DataSet batch = batch();
        imagesPerSecond(ours, batch, WARM_UP_STEPS);
        imagesPerSecond(stock, batch, WARM_UP_STEPS);
        List<Double> ourRates = new ArrayList<>();
        List<Double> stockRates = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ourRates.add(imagesPerSecond(ours, batch, ourSteps));
            stockRates.add(imagesPerSecond(stock, batch, stockSteps));
        }
        print(out, median(ourRates), median(stockRates), rounds);
    }

    private static ComputationGraph network(ComputationGraphConfiguration configuration) {
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        return graph;
    }

    private static DataSet batch() {
        INDArray images = Nd4j.rand(DataType.FLOAT, BATCH, SHAPE.channels(), SHAPE.height(), SHAPE.width());
        INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
        for (int i = 0; i < BATCH; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return new DataSet(images, labels);
    }

    private static double imagesPerSecond(ComputationGraph graph, DataSet batch, int steps) {
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            graph.fit(batch);
        }
        return steps * BATCH * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static void print(PrintStream out, double ours, double stock, int rounds) {
        out.printf(Locale.ROOT, "%-22s %12s%n", "layers", "images/s");
        out.printf(Locale.ROOT, "%-22s %12.1f%n", "this library", ours);
        out.printf(Locale.ROOT, "%-22s %12.1f%n", "DL4J 1.0.0-M2.1", stock);
        out.printf(Locale.ROOT, "%-22s %11.1fx%n", "ratio", ours / stock);
        out.println("network,batch,threads,rounds,images_per_second,stock_images_per_second,ratio");
        out.printf(Locale.ROOT, "zerosnet20,%d,1,%d,%.1f,%.1f,%.2f%n", BATCH, rounds, ours, stock, ours / stock);
    }
}
