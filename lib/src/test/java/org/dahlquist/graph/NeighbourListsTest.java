package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeighbourListsTest {
    @Test
    void nearestComeFirstAndTiesBySmallerId() {
        NeighbourLists lists = new NeighbourLists(1, 3);
        lists.offer(0, 7, 2);
        lists.offer(0, 9, 1);
        lists.offer(0, 5, 2);

        assertThat(lists.offer(0, 6, 2)).isTrue();
        assertThat(lists.offer(0, 8, 2)).isFalse();

        assertThat(entries(lists, 0)).containsExactly("9 1.0", "5 2.0", "6 2.0");
    }

    @Test
    void limitIsInfiniteUntilAListIsFull() {
        NeighbourLists lists = new NeighbourLists(2, 2);
        lists.offer(1, 3, 4);
        assertThat(lists.limit(1)).isInfinite();

        lists.offer(1, 4, 6);

        assertThat(lists.limit(1)).isEqualTo(6);
        assertThat(lists.limit(0)).isInfinite();
        assertThat(lists.size(0)).isZero();
    }

    @Test
    void anEntryOfferedTwiceCountsOnce() {
        NeighbourLists lists = new NeighbourLists(1, 3);
        lists.offer(0, 1, 5);

        assertThat(lists.offer(0, 1, 5)).isFalse();

        assertThat(entries(lists, 0)).containsExactly("1 5.0");
    }

    @Test
    void mergedPartsEqualTheWholeInAnyOrderAndWhenRepeated() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int k = 1 + random.nextInt(6);
            NeighbourLists whole = new NeighbourLists(4, k);
            List<NeighbourLists> parts = new ArrayList<>();
            for (int part = 0; part < 4; part++) {
                parts.add(new NeighbourLists(4, k));
            }
            for (int id = 0; id < 60; id++) {
                int row = random.nextInt(4);
                double square = random.nextInt(5);
                whole.offer(row, id, square);
                parts.get(random.nextInt(4)).offer(row, id, square);
            }
            parts.addAll(parts.subList(0, 2));
            Collections.shuffle(parts, random);
            NeighbourLists merged = new NeighbourLists(4, k);

            parts.forEach(merged::merge);

            for (int row = 0; row < 4; row++) {
                assertThat(entries(merged, row))
                        .as("seed %d, row %d", seed, row)
                        .isEqualTo(entries(whole, row));
            }
        }
    }

    @Test
    void listsOfOtherRowsAreRefused() {
        assertThatThrownBy(() -> new NeighbourLists(2, 3).merge(new NeighbourLists(3, 3)))
                .hasMessageStartingWith("DATA: lists of 2 rows and k 3 cannot merge with lists of 3 rows and k 3");
        assertThatThrownBy(() -> new NeighbourLists(2, 0)).hasMessageStartingWith("CONFIG: lists of neighbours");
    }

    private static List<String> entries(NeighbourLists lists, int row) {
        List<String> entries = new ArrayList<>();
        for (int position = 0; position < lists.size(row); position++) {
            entries.add(lists.id(row, position) + " " + lists.squaredDistance(row, position));
        }
        return entries;
    }
}
