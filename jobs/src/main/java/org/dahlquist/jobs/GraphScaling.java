package org.dahlquist.jobs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dahlquist.scaling.GraphCluster;
import org.dahlquist.scaling.GraphCost;
import org.dahlquist.scaling.InterpolationCost;
import org.dahlquist.scaling.KernelRate;

/** What graph and interpolation need for datasets of three sizes on clusters of three, as a table. */
final class GraphScaling {
    /** Columns of the table's CSV. */
    static final String HEADER = "dataset,labelled,unlabelled,dimension,executors,cores,graph_seconds,core_hours,"
            + "least_heap_bytes,wanted_heap_bytes,bytes_read_per_executor,list_bytes,batch_seconds,wnll_seconds";

    private static final int K = 15;
    private static final double GIBIBYTE = 1L << 30;
    private static final List<Case> CASES = List.of(
            new Case("CIFAR-10", 50_000, 10_000, 64, 10, 16_384, "the size that bench graph measures"),
            new Case("ImageNet-1k, ResNet-18", 1_281_167, 50_000, 512, 1000, 16_384, "extrapolated"),
            new Case("ImageNet-1k, ResNet-50", 1_281_167, 50_000, 2048, 1000, 16_384, "extrapolated"),
            new Case("100 M images", 100_000_000, 1_000_000, 512, 1000, 65_536, "extrapolated"));

    private final KernelRate rate;
    private final double bytesPerSecond;

    GraphScaling(KernelRate rate, double bytesPerSecond) {
        this.rate = rate;
        this.bytesPerSecond = bytesPerSecond;
    }

    private record Case(
            String name, long labelled, long unlabelled, int dimension, int classes, int blockRows, String basis) {}

    private record Machines(int executors, int cores, int gibibytes) {
        GraphCluster cluster(double bytesPerSecond) {
            return new GraphCluster(executors, cores, (long) gibibytes << 30, bytesPerSecond);
        }
    }

    /** Prints the table and returns its rows as CSV. */
    List<String> print(PrintWriter out) {
        List<String> rows = new ArrayList<>(List.of(HEADER));
        out.printf(
                Locale.ROOT,
                "exact graph, k = %d, at %.0f GFLOP/s, %.2f ns a pair and %.0f ns a distance for each core, %.0f Gbit/s for each executor%n",
                K,
                rate.gigaflops(),
                rate.pairNanoseconds(),
                rate.distanceNanoseconds(),
                bytesPerSecond * 8e-9);
        for (Case data : CASES) {
            GraphCost cost = GraphCost.of(data.labelled(), data.unlabelled(), data.dimension(), K, data.blockRows());
            out.printf(
                    Locale.ROOT,
                    "%n%s: %,d + %,d points, %d features, blocks of %,d (%s); %s on one core, lists %,.1f GB%n",
                    data.name(),
                    data.labelled(),
                    data.unlabelled(),
                    data.dimension(),
                    data.blockRows(),
                    data.basis(),
                    GraphAdvice.time(cost.coreSeconds(rate)),
                    cost.listBytes() * 1e-9);
            out.printf(
                    "%20s%12s%14s%16s%18s%12s%n",
                    "executors x cores", "graph", "next batch", "heap, at least", "bytes/executor", "wnll");
            for (Machines machines :
                    List.of(new Machines(1, 2, 8), new Machines(8, 16, 64), new Machines(64, 16, 128))) {
                rows.add(line(out, data, cost, machines.cluster(bytesPerSecond)));
            }
        }
        return rows;
    }

    private String line(PrintWriter out, Case data, GraphCost cost, GraphCluster cluster) {
        InterpolationCost wnll = new InterpolationCost(data.labelled(), data.unlabelled(), data.classes(), K);
        double seconds = cost.seconds(cluster, rate);
        double batch = cost.reusing().seconds(cluster, rate);
        long least = cost.leastHeapBytes(cluster.cores());
        out.printf(
                Locale.ROOT,
                "%20s%12s%14s%12.1f GiB%,15.2f GB%12s%n",
                cluster.executors() + " x " + cluster.cores(),
                GraphAdvice.time(seconds),
                GraphAdvice.time(batch),
                least / GIBIBYTE,
                cost.bytesRead(cluster) * 1e-9,
                GraphAdvice.time(wnll.seconds(cluster)));
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%d,%.1f,%.3f,%d,%d,%.0f,%.0f,%.1f,%.3f",
                data.name().replace(",", ""),
                data.labelled(),
                data.unlabelled(),
                data.dimension(),
                cluster.executors(),
                cluster.cores(),
                seconds,
                cost.coreSeconds(rate) / 3600,
                least,
                cost.wantedHeapBytes(cluster.cores()),
                cost.bytesRead(cluster),
                cost.listBytes(),
                batch,
                wnll.seconds(cluster));
    }
}
