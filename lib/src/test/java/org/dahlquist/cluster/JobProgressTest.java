package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobProgressTest {
    @Test
    void countsWhatIsDoneWhileTasksRunAndWhatWasKept() {
        AtomicInteger done = new AtomicInteger();
        JobProgress progress = new JobProgress("knn-graph", 16, done::get);
        progress.enter("16 pairs of blocks");
        assertThat(progress.line())
                .startsWith("knn-graph  16 pairs of blocks  done 0.0 %")
                .endsWith("left unknown");
        progress.keep(4);
        done.set(8);
        assertThat(progress.line())
                .startsWith("knn-graph  16 pairs of blocks  done 75.0 %")
                .doesNotContain("unknown");
    }
}
