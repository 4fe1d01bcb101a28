package org.dahlquist.cluster.neighbours;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.dahlquist.graph.BlockJoin;
import org.dahlquist.graph.Points;
import org.dahlquist.graph.ProductKernel;

/**
 * What the tasks of one round of a join do. They share nothing but files and what their executor holds, so a task may
 * run twice, anywhere.
 *
 * @param setting what all rounds share
 * @param number of the round, from 0
 * @param tasks all of them
 * @param before lists that the round before has merged
 */
record JoinRound(JoinSetting setting, int number, List<PairTask> tasks, Set<ListKey> before) implements FoundLists {
    private static final long serialVersionUID = 1L;

    /**
     * What a task did.
     *
     * @param kernel what multiplies; empty if nothing was multiplied
     * @param multiplyAdds of the products of its points
     * @param seconds time in the kernel
     * @param featureBytes read of features
     * @param listBytes written of neighbours
     */
    record Work(String kernel, double multiplyAdds, double seconds, long featureBytes, long listBytes)
            implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Work NONE = new Work("", 0, 0, 0, 0);

        Work plus(Work other) {
            return new Work(
                    kernel.isEmpty() ? other.kernel : kernel,
                    multiplyAdds + other.multiplyAdds,
                    seconds + other.seconds,
                    featureBytes + other.featureBytes,
                    listBytes + other.listBytes);
        }
    }

    /** Joins the pairs of a task; what is new for the points of its blocks goes to a file and stays in the executor. */
    Work join(PairTask task) {
        long[] read = new long[1];
        Map<Integer, Points> points = points(task, read);
        long start = System.nanoTime();
        Map<Integer, PointLists> lists = join(task, points);
        double seconds = (System.nanoTime() - start) * 1e-9;
        PairFile file = new PairFile();
        task.blocks().forEach(block -> {
            BlockRange partners = task.partners(block);
            Points last = points.get(partners.to() - 1);
            file.add(lists.get(block), points.get(partners.from()).id(0), last.id(last.size() - 1));
        });
        long written = file.write(setting.files(), pairs(task));
        know(task, lists);
        return new Work(ProductKernel.fastest().name(), setting.work(task), seconds, read[0], written);
    }

    private void know(PairTask task, Map<Integer, PointLists> lists) {
        boolean own = setting.isOwn(task);
        lists.forEach((block, found) -> setting.known(number).add(new ListKey(block, own), found, task.number()));
    }

    private Map<Integer, Points> points(PairTask task, long[] read) {
        Map<Integer, Points> points = new HashMap<>();
        task.blocks().forEach(block -> points.put(block, setting.points(block, read)));
        return points;
    }

    /** The lists of a task's blocks, from what is known of them and what its pairs add. */
    private Map<Integer, PointLists> join(PairTask task, Map<Integer, Points> points) {
        boolean own = setting.isOwn(task);
        Map<Integer, PointLists> lists = new HashMap<>();
        points.forEach((block, those) -> lists.put(block, start(new ListKey(block, own), those)));
        BlockJoin kernel = setting.kernel();
        task.forEachBlockWithItself(
                block -> kernel.selfJoin(points.get(block), lists.get(block).lists()));
        task.forEachPair((left, right) -> kernel.join(
                points.get(left),
                points.get(right),
                lists.get(left).lists(),
                lists.get(right).lists()));
        return lists;
    }

    private Path pairs(PairTask task) {
        return new Path(setting.pairsFolder(number), task.fileName());
    }

    /**
     * The best that this executor knows about a block's points. Neighbours in the part that comes first, the labelled one,
     * bound those in the other.
     */
    private PointLists start(ListKey key, Points points) {
        PointLists lists = known(key);
        if (lists == null) {
            lists = PointLists.of(points, setting.capacity(key));
        }
        boolean labelled = setting.blocks().isLabelled(key.block());
        PointLists before = key.own() == labelled ? null : known(new ListKey(key.block(), labelled));
        if (before != null) {
            before.offerTo(lists);
        }
        return lists;
    }

    private PointLists known(ListKey key) {
        PointLists known = setting.known(number).copy(key);
        return known == null ? before(key) : known;
    }

    /** The neighbours found before this round; null if nothing was. */
    private PointLists before(ListKey key) {
        int block = key.block();
        if (setting.kept() != null && key.own() && setting.blocks().isLabelled(block)) {
            return setting.kept()
                    .readRows(
                            setting.files(),
                            setting.blocks().from(block),
                            setting.blocks().rows(block));
        }
        return before.contains(key) ? setting.merged(number - 1, key.own()).read(setting.files(), block) : null;
    }

    /**
     * Shows the neighbours found up to the end of this round to someone who doesn't keep the lists: those that this executor
     * holds, if it ran all tasks.
     */
    @Override
    public void show(ListKey key, Consumer<PointLists> reader) {
        List<PairTask> touching = tasks.stream()
                .filter(task -> task.touches(key.block()) && setting.isOwn(task) == key.own())
                .toList();
        Set<Integer> numbers = touching.stream().map(PairTask::number).collect(Collectors.toSet());
        if (!setting.known(number).show(key, numbers, reader)) {
            reader.accept(fromFiles(key, touching));
        }
    }

    private PointLists fromFiles(ListKey key, List<PairTask> touching) {
        PointLists lists = before(key);
        for (PairTask task : touching) {
            ByteBuffer section = PairFile.read(setting.files(), pairs(task), task.position(key.block()));
            if (lists == null) {
                lists = PairFile.emptyLists(section, setting.blocks().rows(key.block()), setting.capacity(key));
            }
            PairFile.addTo(lists, section);
        }
        return lists;
    }

    /** Writes lists for the next round. */
    Work merge(ListKey key) {
        long[] written = new long[1];
        ListFolder merged = setting.merged(number, key.own());
        show(key, lists -> written[0] = merged.write(setting.files(), key.block(), lists));
        return new Work("", 0, 0, 0, written[0]);
    }
}
