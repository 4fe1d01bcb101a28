package org.dahlquist.jobs.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dahlquist.onednn.CompiledTraining;
import org.dahlquist.onednn.Precision;
import org.dahlquist.onednn.PrimitiveTime;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Where the time of our training step goes, primitive by primitive, against the least that this machine allows.
 *
 * <p>Operations are those of the direct algorithms, so a Winograd convolution may exceed the peak.
 */
final class LayerFloor {
    private static final int WARM_UP = 3;
    private static final int REPEATS = 9;

    private final BenchNetwork network;
    private final int batch;

    LayerFloor(BenchNetwork network, int batch) {
        this.network = network;
        this.batch = batch;
    }

    /** Measures and prints the table. */
    void print(PrintStream out) {
        MachinePeak peak = MachinePeak.measure();
        List<PrimitiveTime> times = medians();
        out.printf(
                Locale.ROOT,
                "%s, batch %d, one core: peak %.0f GFLOP/s (matrix product), %.1f GB/s (copy)%n",
                network.label(),
                batch,
                peak.flops() * 1e-9,
                peak.bandwidth() * 1e-9);
        out.printf(
                "%-24s %-17s %8s %10s %8s %9s %8s  %s%n",
                "layer", "what", "ms", "GFLOP/s", "of peak", "floor ms", "of floor", "kernel");
        for (PrimitiveTime time : times) {
            out.println(row(time, peak));
        }
        double total = times.stream().mapToDouble(PrimitiveTime::seconds).sum();
        double floor = times.stream()
                .mapToDouble(time -> peak.floorSeconds(time.flops(), time.bytes()))
                .sum();
        long flops = times.stream().mapToLong(PrimitiveTime::flops).sum();
        out.printf(
                Locale.ROOT,
                "whole step: %.1f ms, %.0f images/s, %.1f GFLOP at %.0f GFLOP/s (%.0f %% of peak); floor with direct"
                        + " algorithms and cold caches %.1f ms%n",
                total * 1e3,
                batch / total,
                flops * 1e-9,
                flops / total * 1e-9,
                100 * flops / total / peak.flops(),
                floor * 1e3);
    }

    private static String row(PrimitiveTime time, MachinePeak peak) {
        double floor = peak.floorSeconds(time.flops(), time.bytes());
        boolean counts = time.flops() > 0;
        double rate = time.flops() / time.seconds();
        return String.format(
                Locale.ROOT,
                "%-24s %-17s %8.3f %10s %8s %9.3f %7.0f%%  %s",
                time.layer(),
                time.what(),
                time.seconds() * 1e3,
                counts ? String.format(Locale.ROOT, "%.1f", rate * 1e-9) : "",
                counts ? String.format(Locale.ROOT, "%.0f%%", 100 * rate / peak.flops()) : "",
                floor * 1e3,
                100 * floor / time.seconds(),
                time.implementation());
    }

    /** Each primitive's median over some steps. */
    private List<PrimitiveTime> medians() {
        ComputationGraph graph =
                new ComputationGraph(network.spec().configuration(new NoOp(), List.of(), 1, DataType.FLOAT));
        graph.init();
        graph.initGradientsView();
        INDArray images = Nd4j.rand(DataType.FLOAT, batch, 3, BenchNetwork.SHAPE.height(), BenchNetwork.SHAPE.width());
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, BenchNetwork.CLASSES);
        Map<Integer, List<PrimitiveTime>> samples = new LinkedHashMap<>();
        try (CompiledTraining pass = new CompiledTraining(graph, images.shape(), Precision.FLOAT32)) {
            for (int step = 0; step < WARM_UP + REPEATS; step++) {
                List<PrimitiveTime> times = pass.profile(images, labels);
                for (int i = 0; step >= WARM_UP && i < times.size(); i++) {
                    samples.computeIfAbsent(i, key -> new ArrayList<>()).add(times.get(i));
                }
            }
        }
        return samples.values().stream().map(LayerFloor::median).toList();
    }

    private static PrimitiveTime median(List<PrimitiveTime> samples) {
        PrimitiveTime any = samples.get(0);
        double seconds = Median.of(samples.stream().map(PrimitiveTime::seconds).toList());
        return new PrimitiveTime(any.layer(), any.what(), any.implementation(), seconds, any.flops(), any.bytes());
    }
}
