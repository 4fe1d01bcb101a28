package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The order of block pairs. */
class JoinPlanTest {
    private static final int ALL = 1 << 20;

    @Test
    void everyPairOfBlocksComesOnce() {
        for (int labelled = 1; labelled < 30; labelled++) {
            for (int blocks = labelled + 1; blocks < labelled + 20; blocks += 3) {
                for (int together = 1; together < 5; together++) {
                    List<String> pairs = pairs(JoinPlan.rounds(labelled, blocks, together, false, ALL));
                    assertThat(pairs)
                            .as("%d of %d blocks, %d together", labelled, blocks, together)
                            .doesNotHaveDuplicates()
                            .hasSize(blocks * (blocks + 1) / 2);
                }
            }
        }
    }

    @Test
    void reusedListsSpareThePairsOfLabelledBlocks() {
        List<String> pairs = pairs(JoinPlan.rounds(7, 10, 2, true, ALL));

        assertThat(pairs).doesNotHaveDuplicates().hasSize(3 * 4 / 2 + 3 * 7);
    }

    @Test
    void tasksAreOfAboutEqualSizeAndBeginWithTheDiagonal() {
        List<PairTask> tasks = JoinPlan.rounds(13, 16, 3, false, ALL).get(0);

        assertThat(tasks).hasSize(5 * 6 / 2 + 1 + 2 * 5);
        assertThat(tasks.subList(0, 5)).allMatch(task -> task.left().equals(task.right()));
        assertThat(tasks)
                .allMatch(task -> task.right().size() >= 2 && task.right().size() <= 3);
    }

    @Test
    void roundsGrowAndTasksHaveNamesOfTheirOwn() {
        List<List<PairTask>> rounds = JoinPlan.rounds(300, 310, 1, false, 10);

        assertThat(rounds.stream().map(List::size)).startsWith(10, 20, 60, 180).allMatch(size -> size <= 8192);
        Set<String> names = new TreeSet<>();
        rounds.forEach(round -> round.forEach(task -> names.add(task.fileName())));
        assertThat(names).hasSize(310 * 311 / 2);
    }

    @Test
    void sectionsOfAFileFollowTheBlocksOfItsTask() {
        PairTask task = new PairTask(0, new BlockRange(7, 9), new BlockRange(2, 5));

        assertThat(task.blocks().map(task::position)).containsExactly(0, 1, 2, 3, 4);
        assertThat(task.partners(8)).isEqualTo(task.right());
        assertThat(task.partners(2)).isEqualTo(task.left());
        assertThat(task.touches(5)).isFalse();
    }

    private static List<String> pairs(List<List<PairTask>> rounds) {
        List<String> pairs = new ArrayList<>();
        for (List<PairTask> round : rounds) {
            for (PairTask task : round) {
                int before = pairs.size();
                task.forEachBlockWithItself(block -> pairs.add(block + "-" + block));
                task.forEachPair((left, right) -> pairs.add(Math.min(left, right) + "-" + Math.max(left, right)));
                assertThat(pairs.size() - before).isEqualTo(task.pairs());
            }
        }
        return pairs;
    }
}
