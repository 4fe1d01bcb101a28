package org.dahlquist.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GeodesicLabelsTest {
    /** Points on a horseshoe: 0 - 1 - 2 - 3 - 4 in a row, where 0 is nearer to 4 through space than along the edges. */
    @Test
    void classOfTheNearestLabelAlongTheEdges() {
        int[] neighbours = {0, 1, 1, 2, 2, 3, 3, 4, 4, 3};
        double[] distances = {0, 1, 0, 1, 0, 1.5, 0, 1, 0, 1};
        GeodesicLabels geodesics = GeodesicLabels.of(new NearestNeighbours(2, neighbours, distances));

        assertThat(geodesics.classes(new int[] {7, -1, -1, -1, 3})).containsExactly(7, 7, 7, 3, 3);
        assertThat(geodesics.classes(new int[] {-1, -1, 5, -1, -1})).containsOnly(5);
    }

    @Test
    void pointsThatNoLabelReachesHaveNoClass() {
        GeodesicLabels geodesics = GeodesicLabels.of(
                new NearestNeighbours(2, new int[] {0, 1, 1, 0, 2, 3, 3, 2}, new double[] {0, 1, 0, 1, 0, 0, 0, 0}));

        assertThat(geodesics.classes(new int[] {-1, 1, -1, -1})).containsExactly(1, 1, -1, -1);
        assertThat(geodesics.classes(new int[] {-1, -1, -1, 0})).containsExactly(-1, -1, 0, 0);
    }
}
