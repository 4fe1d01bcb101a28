package org.dahlquist.jobs.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dahlquist.DahlquistException;
import org.dahlquist.graph.GraphSolution;
import org.dahlquist.graph.GraphSystem;
import org.dahlquist.graph.SplitSystem;
import org.dahlquist.solver.ConjugateGradient;
import org.dahlquist.solver.ScaledMatrix;

/**
 * Our solver on one system in a process of its own: small components, then tiles of columns on some threads.
 *
 * <p>The compiler warms up on the same system; what counts is the median of the solutions after that.
 */
record SolverChild(SystemFiles files, int classes, int threads, double tolerance) {
    private static final int WARM_UP = 4;
    private static final int MEASURED = 5;

    void run(PrintStream out) {
        int[] points = new int[files.matrix().rows()];
        Arrays.setAll(points, row -> row);
        GraphSystem system = new GraphSystem(null, points, files.matrix(), files.rightHandSide(classes), false);
        List<Double> seconds = new ArrayList<>();
        GraphSolution solution = null;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int turn = 0; turn < WARM_UP + MEASURED; turn++) {
            long start = System.nanoTime();
            solution = solve(system, pool);
            if (turn >= WARM_UP) {
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        }
        pool.shutdown();
        files.writeSolution("ours", solution.scores());
        int[] iterations = Arrays.stream(solution.iterations()).sorted().toArray();
        out.printf(
                Locale.ROOT,
                "{\"seconds\": %.6f, \"iterations\": [%d, %d, %d]}%n",
                Median.of(seconds),
                iterations[0],
                iterations[iterations.length / 2],
                iterations[iterations.length - 1]);
    }

    private GraphSolution solve(GraphSystem system, ExecutorService pool) {
        SplitSystem split = SplitSystem.of(system);
        GraphSolution solution = GraphSolution.direct(split);
        ScaledMatrix matrix = split.scaled();
        ConjugateGradient solver = new ConjugateGradient(tolerance, 1000);
        List<Future<?>> tiles = new ArrayList<>();
        for (int from = 0; from < classes; from += ConjugateGradient.TILE) {
            int first = from;
            tiles.add(pool.submit(() -> solution.solveTile(split, matrix, solver, first)));
        }
        tiles.forEach(SolverChild::await);
        return solution;
    }

    private static void await(Future<?> tile) {
        try {
            tile.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted while measuring").causedBy(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a tile failed", e);
        }
    }
}
