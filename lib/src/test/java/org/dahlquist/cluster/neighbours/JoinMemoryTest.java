package org.dahlquist.cluster.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The memory of a join. */
class JoinMemoryTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void whatTasksLeaveKeepsBlocks() {
        JoinMemory memory = new JoinMemory(GIBIBYTE / 4, 2, 4 * GIBIBYTE, true);

        memory.check(16_384);

        assertThat(memory.featureBytes() + memory.listBytes())
                .isBetween((long) (1.8 * GIBIBYTE), (long) (1.9 * GIBIBYTE));
        assertThat(memory.featureBytes()).isGreaterThan(2 * memory.listBytes());
    }

    @Test
    void tooSmallAnExecutorIsRefusedWithBothNumbersAndTwoCures() {
        JoinMemory memory = new JoinMemory(GIBIBYTE / 2, 4, 2 * GIBIBYTE, false);

        assertThatThrownBy(() -> memory.check(16_384))
                .hasMessageStartingWith("CLUSTER: knn-graph needs 2,049 MiB in each executor (4 tasks")
                .hasMessageContaining("60 % of its heap are 1,228 MiB")
                .hasMessageContaining("spark.executor.memory")
                .hasMessageContaining("graph.block-rows to 8,8");
    }
}
