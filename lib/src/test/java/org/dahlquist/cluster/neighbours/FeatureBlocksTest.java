package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.dahlquist.graph.Points;
import org.junit.jupiter.api.Test;

/** Blocks of features in an executor. */
class FeatureBlocksTest {
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void tasksThatWantABlockAtOnceReadItOnce() throws InterruptedException, ExecutionException {
        FeatureBlocks blocks = new FeatureBlocks(1000);
        CountDownLatch together = new CountDownLatch(8);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<Points>> found = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            found.add(pool.submit(() -> {
                together.countDown();
                together.await();
                return blocks.get("a", 100, () -> point(3));
            }));
        }

        Points first = found.get(0).get();
        for (Future<Points> other : found) {
            assertThat(other.get()).isSameAs(first);
        }
        pool.shutdown();
        assertThat(reads).hasValue(1);
    }

    @Test
    void theBlockUnusedForLongestGoesFirst() {
        FeatureBlocks blocks = new FeatureBlocks(250);
        Points a = blocks.get("a", 100, () -> point(1));
        Points b = blocks.get("b", 100, () -> point(2));
        assertThat(blocks.get("a", 100, () -> point(1))).isSameAs(a);

        Points c = blocks.get("c", 100, () -> point(3));

        assertThat(blocks.get("a", 100, () -> point(1))).isSameAs(a);
        assertThat(blocks.get("c", 100, () -> point(3))).isSameAs(c);
        assertThat(reads).hasValue(3);
        assertThat(blocks.get("b", 100, () -> point(2))).isNotSameAs(b);
    }

    @Test
    void withoutRoomABlockIsReadAgainAndAFailureIsNotKept() {
        FeatureBlocks blocks = new FeatureBlocks(0);
        blocks.get("a", 100, () -> point(1));
        blocks.get("b", 100, () -> point(2));
        blocks.get("a", 100, () -> point(1));
        assertThat(reads).hasValue(3);

        assertThatThrownBy(() -> blocks.get("c", 100, () -> {
                    throw new IllegalStateException("disk");
                }))
                .hasMessage("disk");
        assertThat(blocks.get("c", 100, () -> point(3)).id(0)).isEqualTo(3);
    }

    private Points point(long id) {
        reads.incrementAndGet();
        return new Points(new long[] {id}, new float[] {1}, 1);
    }
}
