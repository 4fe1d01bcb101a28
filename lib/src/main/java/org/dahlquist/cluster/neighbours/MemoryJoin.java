package org.dahlquist.cluster.neighbours;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.JobProgress;
import org.dahlquist.cluster.TaskFiles;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.BlockPairs;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * A join in the memory of a local master's one executor, which is the driver, where little is lost with it.
 *
 * <p>Blocks hold near points, so that most neighbours are found first and bound the rest. Each slot has one task; the tasks
 * share the lists and take pairs of blocks until none is left, then files of the graph. So a graph is one job, and each
 * slot is busy as long as there is work.
 */
final class MemoryJoin implements AutoCloseable {
    private static final ExecutorCache<AtomicReference<MemoryJoin>> JOINS = new ExecutorCache<>(16);
    private static final int MOST_ROWS = 8192;
    private static final int LEAST_ROWS = 512;
    private static final int BLOCKS_PER_SLOT = 4;

    private final Lists found;
    private final NearPoints points;
    private final BlockJoin kernel;
    private final Map<ListKey, PointLists> lists = new ConcurrentHashMap<>();
    private final BlockPairs pairs;
    private final AtomicInteger left = new AtomicInteger();
    private final CompletableFuture<Long> joined = new CompletableFuture<>();
    private final AtomicInteger nextUnit = new AtomicInteger();
    private final Map<Integer, List<GraphPart>> written = new ConcurrentSkipListMap<>();
    private GraphParts parts;
    private double multiplyAdds;

    /**
     * A join that has ended, and its graph.
     *
     * @param found what was found
     * @param joined when all pairs were joined, as {@link System#nanoTime()}
     * @param parts what the driver keeps of the graph's files
     */
    record Graph(DistributedJoin.Found found, long joined, List<GraphPart> parts) {}

    /** Names this join's lists for tasks of the same process. */
    private record Lists(String name, JoinSetting setting) implements FoundLists {
        private static final long serialVersionUID = 1L;

        @Override
        public void show(ListKey key, Consumer<PointLists> reader) {
            reader.accept(join(name).get().lists.get(key));
        }
    }

    private static AtomicReference<MemoryJoin> join(String name) {
        return JOINS.shared(name, AtomicReference::new);
    }

    /**
     * Reads the points.
     *
     * @param setting how to join
     * @param mostRows points of a block at most
     */
    MemoryJoin(JoinSetting setting, int mostRows) {
        int slots = setting.memory().tasks();
        int wanted = setting.blocks().points() / (BLOCKS_PER_SLOT * slots) + 1;
        int rows = Math.min(mostRows, Math.max(LEAST_ROWS, Math.min(MOST_ROWS, wanted)));
        points = NearPoints.of(
                setting,
                blockRows(setting.blocks().labelled().rows(), 1, rows),
                blockRows(setting.blocks().unlabelled().rows(), slots, rows));
        kernel = points.kernel();
        found = new Lists(UUID.randomUUID().toString(), setting.of(points.blocks()));
        pairs = new BlockPairs(slots);
        addPairs();
    }

    /**
     * Points of each block where a part is cut evenly. The unlabelled part has a block for each slot, as all its pairs hold
     * one; large blocks cost less.
     */
    private static int blockRows(int points, int leastBlocks, int mostRows) {
        int blocks = Math.max(leastBlocks, (points - 1) / mostRows + 1);
        return Math.min(mostRows, Math.max(LEAST_ROWS, (points - 1) / blocks + 1));
    }

    /**
     * Labelled blocks with each other, unlabelled with labelled ones, and unlabelled ones with each other. As these are few,
     * some of the first kind stay for the slots which they leave idle.
     */
    private void addPairs() {
        int labelled = points.blocks().labelledCount();
        int count = points.blocks().count();
        boolean kept = found.setting().kept() != null;
        int first = kept
                ? labelled
                : Math.max(1, labelled + 1 - found.setting().memory().tasks());
        if (kept) {
            keep(found.setting().kept());
        } else {
            addOwn(0, labelled, 0, first);
        }
        for (int step = 0; step < labelled; step++) {
            for (int block = labelled; block < count; block++) {
                int opposite = (block - labelled) * labelled / (count - labelled);
                add(block, JoinPlan.near(opposite, step, labelled));
            }
        }
        addOwn(labelled, count, 0, count - labelled);
        addOwn(0, labelled, first, labelled);
    }

    /** Pairs of blocks of one part, from so many blocks apart to before so many. */
    private void addOwn(int from, int to, int nearest, int farthest) {
        for (int apart = nearest; apart < farthest; apart++) {
            for (int block = from; block + apart < to; block++) {
                add(block, block + apart);
            }
        }
    }

    private void add(int first, int second) {
        JoinBlocks blocks = points.blocks();
        double square = (double) blocks.rows(first) * blocks.rows(second);
        multiplyAdds +=
                (first == second ? square / 2 : square) * blocks.labelled().dimension();
        left.incrementAndGet();
        pairs.add(first, second == first ? null : second, () -> {
            TaskFiles.stopIfKilled();
            join(first, second);
            if (left.decrementAndGet() == 0) {
                joined.complete(System.nanoTime());
            }
        });
    }

    private void join(int first, int second) {
        boolean own = points.blocks().isLabelled(first) == points.blocks().isLabelled(second);
        Points block = points.points().get(first);
        if (first == second) {
            kernel.selfJoin(block, lists(first, own).lists());
        } else {
            kernel.join(
                    block,
                    points.points().get(second),
                    lists(first, own).lists(),
                    lists(second, own).lists());
        }
    }

    /** The lists of a block, which no other task changes; new ones begin with the neighbours in the labelled part. */
    private PointLists lists(int block, boolean own) {
        ListKey key = new ListKey(block, own);
        return lists.computeIfAbsent(key, missing -> {
            PointLists fresh =
                    PointLists.of(points.points().get(block), found.setting().capacity(key));
            PointLists labelled = lists.get(new ListKey(block, points.blocks().isLabelled(block)));
            if (labelled != null) {
                labelled.offerTo(fresh);
            }
            return fresh;
        });
    }

    /** Takes over the neighbours of labelled points among each other. */
    private void keep(ListFolder kept) {
        JoinBlocks blocks = points.blocks();
        PointLists all =
                kept.readRows(found.setting().files(), 0, blocks.labelled().rows());
        for (int block = 0; block < blocks.labelledCount(); block++) {
            PointLists own = lists(block, true);
            int[] ordinals = blocks.ordinals(block);
            for (int row = 0; row < ordinals.length; row++) {
                all.offerTo(own, row, ordinals[row]);
            }
        }
    }

    /** The lists, which are complete when the join has run. */
    FoundLists lists() {
        return found;
    }

    /** Joins all pairs and writes the graph. */
    Graph run(JavaSparkContext spark, GraphParts graph) {
        parts = graph;
        join(found.name()).set(this);
        int slots = found.setting().memory().tasks();
        int all = left.get();
        JobProgress progress = new JobProgress("knn-graph", all, () -> all - left.get());
        progress.enter(all + " pairs of blocks");
        String name = found.name(); // and nothing that holds more, as tasks come serialized
        JoinRound.Work read =
                new JoinRound.Work("", multiplyAdds, 0, found.setting().featureBytes(), 0);
        JoinRound.Work work = progress
                .follow(spark.parallelize(IntStream.range(0, slots).boxed().toList(), slots)
                        .map(slot -> join(name).get().work())
                        .collectAsync())
                .stream()
                .reduce(read, JoinRound.Work::plus);
        return new Graph(
                new DistributedJoin.Found(found, work, all, 0),
                joined.join(),
                written.values().stream().flatMap(List::stream).toList());
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        join(found.name()).set(null);
    }

    private JoinRound.Work work() {
        long start = System.nanoTime();
        try {
            pairs.work();
        } catch (RuntimeException | Error e) {
            joined.completeExceptionally(e);
            throw e;
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        awaitOthers();
        List<Integer> units = parts.units();
        for (int unit = nextUnit.getAndIncrement(); unit < units.size(); unit = nextUnit.getAndIncrement()) {
            written.put(unit, parts.write(units.get(unit)));
        }
        return new JoinRound.Work(ProductKernel.fastest().name(), 0, seconds, 0, 0);
    }

    /** Waits for the last pairs of other tasks, which are running; fails with them. */
    private void awaitOthers() {
        try {
            joined.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while joining blocks", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("another task of the join failed", e.getCause());
        }
    }
}
