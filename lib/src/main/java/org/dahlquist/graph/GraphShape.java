package org.dahlquist.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The shape of a neighbour graph without its directions: x and y are joined if one is among the other's neighbours.
 *
 * @param components connected components
 * @param smallestDegree fewest points joined to one
 * @param meanDegree mean of them
 * @param largestDegree most of them: a hub's
 * @param degrees points by degree, in bins that grow by a quarter
 */
public record GraphShape(int components, int smallestDegree, double meanDegree, int largestDegree, List<Bin> degrees) {
    /**
     * Points with a degree in some range.
     *
     * @param from smallest degree
     * @param to largest degree
     * @param points how many have it
     */
    public record Bin(int from, int to, int points) {}

    /**
     * Looks at a graph, on two threads. Cost: O(n k²) time, 12 n bytes beside the lists.
     *
     * @param neighbours ordinals of each point's neighbours without the point itself, {@code int[n * k]}, row-major
     * @param k neighbours per point, at least 1
     */
    public static GraphShape of(int[] neighbours, int k) {
        CompletableFuture<int[]> degrees = CompletableFuture.supplyAsync(() -> sortedDegrees(neighbours, k));
        int components = components(neighbours, k);
        int[] sorted = degrees.join();
        int largest = sorted[sorted.length - 1];
        double mean = Arrays.stream(sorted).asLongStream().sum() / (double) sorted.length;
        return new GraphShape(components, sorted[0], mean, largest, bins(sorted));
    }

    private static int[] sortedDegrees(int[] neighbours, int k) {
        int[] degrees = new int[neighbours.length / k];
        Arrays.fill(degrees, k);
        for (int edge = 0; edge < neighbours.length; edge++) {
            int to = neighbours[edge];
            if (!holds(neighbours, to * k, k, edge / k)) {
                degrees[to]++;
            }
        }
        Arrays.sort(degrees);
        return degrees;
    }

    private static int components(int[] neighbours, int k) {
        int[] parents = new int[neighbours.length / k];
        Arrays.setAll(parents, point -> point);
        int components = parents.length;
        for (int edge = 0; edge < neighbours.length; edge++) {
            int left = root(parents, edge / k);
            int right = root(parents, neighbours[edge]);
            if (left != right) {
                parents[Math.max(left, right)] = Math.min(left, right);
                components--;
            }
        }
        return components;
    }

    private static boolean holds(int[] neighbours, int first, int k, int point) {
        for (int edge = first; edge < first + k; edge++) {
            if (neighbours[edge] == point) {
                return true;
            }
        }
        return false;
    }

    private static int root(int[] parents, int point) {
        int root = point;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    private static List<Bin> bins(int[] sorted) {
        List<Bin> bins = new ArrayList<>();
        int next = 0;
        for (int from = sorted[0]; next < sorted.length; ) {
            int to = Math.max(from, (int) (from * 1.25) - 1);
            int first = next;
            while (next < sorted.length && sorted[next] <= to) {
                next++;
            }
            bins.add(new Bin(from, to, next - first));
            from = to + 1;
        }
        return List.copyOf(bins);
    }
}
