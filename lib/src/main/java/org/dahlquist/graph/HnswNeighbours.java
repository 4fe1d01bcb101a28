package org.dahlquist.graph;

import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Approximate nearest neighbours by a hierarchical navigable small world graph; pays above some 400,000 points.
 *
 * <p>What the index finds is ranked by distances in float64, ties by the smaller ordinal; a row that it leaves short is
 * searched exactly. The result may differ from run to run, so look at its {@link RecallAudit}. Reference: Malkov and
 * Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable small world graphs",
 * IEEE TPAMI 42(4), 2020; the library is hnswlib-core.
 */
public final class HnswNeighbours implements NeighbourSearch {
    private final Points points;
    private final Metric metric;
    private final int threads;
    private final int breadth;
    private final HnswIndex<Integer, float[], Vertex, Float> index;

    /**
     * Settings of the index.
     *
     * @param degree most neighbours of a vertex, M of the paper
     * @param constructionBreadth candidates held while a point is added, efConstruction of the paper
     * @param searchBreadth candidates held in a search, ef of the paper; at least k is used
     */
    public record Settings(int degree, int constructionBreadth, int searchBreadth) {
        /** Degree 16 and breadths 100 and 50: recall of about .997 for 60,000 points of 64 features. */
        public static final Settings DEFAULT = new Settings(16, 100, 50);
    }

    /** Builds the index, which holds the features once more. */
    public HnswNeighbours(Points points, Metric metric, Settings settings, int threads) {
        this.points = metric.points(points);
        this.metric = metric;
        this.threads = threads;
        breadth = settings.searchBreadth();
        index = HnswIndex.newBuilder(points.dimension(), DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE, points.size())
                .withM(settings.degree())
                .withEfConstruction(settings.constructionBreadth())
                .withEf(breadth)
                .build();
        each(0, points.size(), ordinal -> index.add(new Vertex(ordinal, this.points.vector(ordinal))));
    }

    /** A point in the index. */
    private record Vertex(Integer id, float[] vector) implements Item<Integer, float[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public int dimensions() {
            return vector.length;
        }
    }

    @Override
    public NearestNeighbours selfJoin(int from, int to, int k) {
        ExactNeighbours.checkSelfJoin(points.size(), k);
        return search(points, from, to, k, true);
    }

    @Override
    public NearestNeighbours join(Points queries, int from, int to, int k) {
        ExactNeighbours.checkJoin(points, points.size(), queries, k);
        return search(metric.points(queries), from, to, k, false);
    }

    private NearestNeighbours search(Points queries, int from, int to, int k, boolean self) {
        int[] ordinals = new int[(to - from) * k];
        double[] distances = new double[ordinals.length];
        index.setEf(Math.max(breadth, k));
        each(from, to, row -> {
            int slot = (row - from) * k;
            NearestNeighbours found =
                    self ? withItselfFirst(row, rank(queries, row, k, row)) : rank(queries, row, k, -1);
            System.arraycopy(found.ordinals(), 0, ordinals, slot, k);
            System.arraycopy(found.distances(), 0, distances, slot, k);
        });
        return new NearestNeighbours(k, ordinals, distances);
    }

    /** The neighbours of a row, less the point itself if {@code self} is one; then one fewer counts. */
    private NearestNeighbours rank(Points queries, int row, int k, int self) {
        int wanted = self < 0 ? k : k - 1;
        NeighbourLists lists = new NeighbourLists(1, Math.max(1, wanted));
        for (SearchResult<Vertex, Float> found : index.findNearest(queries.vector(row), k)) {
            int ordinal = found.item().id();
            if (ordinal != self) {
                lists.offer(0, ordinal, squaredDistance(queries, row, ordinal));
            }
        }
        if (lists.size(0) < wanted) {
            searchExactly(queries, row, self, lists);
        }
        int[] ordinals = IntStream.range(0, wanted)
                .map(position -> (int) lists.id(0, position))
                .toArray();
        double[] distances = IntStream.range(0, wanted)
                .mapToDouble(position -> Math.sqrt(lists.squaredDistance(0, position)))
                .toArray();
        return new NearestNeighbours(Math.max(1, wanted), ordinals, distances);
    }

    private void searchExactly(Points queries, int row, int self, NeighbourLists lists) {
        for (int ordinal = 0; ordinal < points.size(); ordinal++) {
            if (ordinal != self) {
                lists.offer(0, ordinal, squaredDistance(queries, row, ordinal));
            }
        }
    }

    private static NearestNeighbours withItselfFirst(int row, NearestNeighbours others) {
        int[] ordinals = new int[others.ordinals().length + 1];
        double[] distances = new double[ordinals.length];
        ordinals[0] = row;
        System.arraycopy(others.ordinals(), 0, ordinals, 1, ordinals.length - 1);
        System.arraycopy(others.distances(), 0, distances, 1, distances.length - 1);
        return new NearestNeighbours(ordinals.length, ordinals, distances);
    }

    private double squaredDistance(Points queries, int row, int ordinal) {
        int dimension = points.dimension();
        return SquaredDistance.between(
                queries.values(), row * dimension, points.values(), ordinal * dimension, dimension);
    }

    private void each(int from, int to, IntConsumer work) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.submit(() -> IntStream.range(from, to).parallel().forEach(work))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the approximate search failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in the approximate search", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
