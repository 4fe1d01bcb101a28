package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The order of block pairs. */
class PairRoundsTest {
    @Test
    void aRingMeetsEveryPairOfBlocksOnce() {
        for (int blocks = 1; blocks < 50; blocks++) {
            List<String> pairs = new ArrayList<>();
            for (PairGroup group : groups(PairRounds.ring(blocks, 1 + blocks % 3))) {
                group.rights()
                        .forEach(right ->
                                pairs.add(Math.min(group.left(), right) + "-" + Math.max(group.left(), right)));
            }
            assertThat(pairs).as("%d blocks", blocks).doesNotHaveDuplicates().hasSize(blocks * (blocks + 1) / 2);
        }
    }

    @Test
    void aGridMeetsEveryPairOfBlocksOnce() {
        for (int lefts = 1; lefts < 6; lefts++) {
            for (int rights = 1; rights < 140; rights += 3) {
                List<String> pairs = new ArrayList<>();
                for (PairGroup group : groups(PairRounds.grid(lefts, rights, 1 + rights % 4))) {
                    group.rights().forEach(right -> pairs.add(group.left() + "-" + right));
                }
                assertThat(pairs)
                        .as("%d x %d blocks", lefts, rights)
                        .doesNotHaveDuplicates()
                        .hasSize(lefts * rights);
            }
        }
    }

    @Test
    void aRingBeginsWithTheDiagonalAndThenGrows() {
        List<List<PairGroup>> rounds = PairRounds.ring(79, 1);

        assertThat(rounds.get(0)).allMatch(group -> group.rights().equals(List.of(group.left())));
        assertThat(rounds.stream().map(round -> round.size() / 79)).containsExactly(1, 1, 3, 9, 26);
    }

    @Test
    void aGridBeginsWithOneBlockForEveryPointOnTheLeft() {
        List<List<PairGroup>> rounds = PairRounds.grid(3, 100, 5);

        assertThat(rounds.stream().map(List::size)).containsExactly(3, 3 * 3, 3 * 7, 3 * 11);
        assertThat(rounds.get(1)).allMatch(group -> group.rights().size() == 5);
    }

    @Test
    void manyPairsShareATaskAndTasksHaveNamesOfTheirOwn() {
        for (List<PairGroup> round : PairRounds.ring(500, 1)) {
            Set<String> names = new TreeSet<>();
            round.forEach(group -> names.add(group.fileName()));
            assertThat(names).hasSize(round.size());
            assertThat(round.size()).isLessThan(10_000);
        }
    }

    private static List<PairGroup> groups(List<List<PairGroup>> rounds) {
        return rounds.stream().flatMap(List::stream).toList();
    }
}
