package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Degrees and components. */
class GraphShapeTest {
    /** 0 → 1, 1 → 0, 2 → 1 and 3 → 4, 4 → 3. */
    @Test
    void anEdgeThatGoesBothWaysCountsOnce() {
        GraphShape shape = GraphShape.of(new int[] {1, 0, 1, 4, 3}, 1);

        assertThat(shape.components()).isEqualTo(2);
        assertThat(shape.smallestDegree()).isEqualTo(1);
        assertThat(shape.largestDegree()).isEqualTo(2);
        assertThat(shape.meanDegree()).isEqualTo(6.0 / 5);
        assertThat(shape.degrees()).containsExactly(new GraphShape.Bin(1, 1, 4), new GraphShape.Bin(2, 2, 1));
    }

    @Test
    void aHubIsInTheLastBinAndEveryPointInOne() {
        int[] star = IntStream.range(0, 100).map(point -> point == 0 ? 1 : 0).toArray();

        GraphShape shape = GraphShape.of(star, 1);

        assertThat(shape.components()).isOne();
        assertThat(shape.largestDegree()).isEqualTo(99);
        assertThat(shape.degrees().stream().mapToInt(GraphShape.Bin::points).sum())
                .isEqualTo(100);
        GraphShape.Bin last = shape.degrees().get(shape.degrees().size() - 1);
        assertThat(last.points()).isOne();
        assertThat(last.from()).isLessThanOrEqualTo(99);
        assertThat(last.to()).isGreaterThanOrEqualTo(99);
    }
}
