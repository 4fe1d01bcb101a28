package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dahlquist.graph.NeighbourLists;
import org.junit.jupiter.api.Test;

/** Lists in an executor. */
class KnownListsTest {
    private static final ListKey KEY = new ListKey(3, true);

    @Test
    void whatTasksFindIsMergedAndTheirListsStayTheirs() {
        KnownLists known = new KnownLists(1000);
        PointLists first = found(7, 0.5);
        known.add(KEY, first, 5);
        first.lists().offer(0, 8, 0.1);

        known.add(KEY, found(9, 0.2), 5);

        known.add(KEY, found(11, 0.9), 6);

        PointLists copy = known.copy(KEY);
        List<PointLists> shown = new ArrayList<>();
        assertThat(known.show(KEY, Set.of(5, 6), shown::add)).isTrue();
        assertThat(shown).hasSize(1);
        assertThat(known.show(KEY, Set.of(6, 7), shown::add)).isFalse();
        assertThat(shown).hasSize(1);
        assertThat(copy.lists().size(0)).isEqualTo(3);
        assertThat(copy.lists().id(0, 0)).isEqualTo(9);
        assertThat(copy.lists().id(0, 1)).isEqualTo(7);
        copy.lists().offer(0, 1, 0);
        assertThat(known.copy(KEY).lists().id(0, 0)).isEqualTo(9);
    }

    @Test
    void nothingIsLostWhereTwoTasksAreTheFirst() {
        for (int repeat = 0; repeat < 20_000; repeat++) {
            KnownLists known = new KnownLists(1000);
            AtomicInteger ready = new AtomicInteger();

            IntStream.of(5, 6).parallel().forEach(task -> {
                PointLists found = found(task, task);
                ready.incrementAndGet();
                for (int turn = 0; turn < 1000 && ready.get() < 2; turn++) {
                    Thread.onSpinWait();
                }
                known.add(KEY, found, task);
            });

            assertThat(known.copy(KEY).lists().size(0)).as("repeat %d", repeat).isEqualTo(2);
        }
    }

    @Test
    void theListsUnusedForLongestGoFirst() {
        KnownLists known = new KnownLists(2 * found(1, 1).bytes());
        ListKey other = new ListKey(3, false);
        ListKey third = new ListKey(4, true);
        known.add(KEY, found(1, 1), 5);
        known.add(other, found(2, 1), 5);
        known.copy(KEY);

        known.add(third, found(3, 1), 5);

        assertThat(known.copy(KEY)).isNotNull();
        assertThat(known.copy(third)).isNotNull();
        assertThat(known.copy(other)).isNull();
    }

    @Test
    void withoutRoomNothingIsKnown() {
        KnownLists known = new KnownLists(0);

        known.add(KEY, found(1, 1), 5);

        assertThat(known.copy(KEY)).isNull();
    }

    private static PointLists found(long id, double square) {
        PointLists lists = new PointLists(new long[] {42}, new NeighbourLists(1, 3));
        lists.lists().offer(0, id, square);
        return lists;
    }
}
