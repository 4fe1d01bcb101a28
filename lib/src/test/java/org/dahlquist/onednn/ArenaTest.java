package org.dahlquist.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArenaTest {
    @Test
    void regionsAliveTogetherNeverShareMemory() {
        long seed = 17;
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 50; trial++) {
            List<Region> regions = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Region region = Region.planned(1 + random.nextInt(5000));
                int first = random.nextInt(40);
                region.use(first);
                region.use(first + random.nextInt(10));
                regions.add(region);
            }
            try (Arena arena = new Arena(regions)) {
                assertThat(arena.bytes()).isPositive();
                for (Region a : regions) {
                    assertThat(a.address() % 64).isZero();
                    for (Region b : regions) {
                        boolean apart =
                                a.address() + a.bytes() <= b.address() || b.address() + b.bytes() <= a.address();
                        assertThat(a == b || apart || !a.overlaps(b))
                                .as("seed %d, trial %d", seed, trial)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void regionsUsedOneAfterTheOtherShareMemory() {
        Region early = Region.planned(1 << 20);
        early.use(0);
        early.use(3);
        Region late = Region.planned(1 << 20);
        late.use(4);
        try (Arena arena = new Arena(List.of(early, late))) {
            assertThat(late.address()).isEqualTo(early.address());
            assertThat(arena.bytes()).isEqualTo(1 << 20);
        }
    }

    @Test
    void keptRegionsShareWithNobody() {
        Region kept = Region.planned(100);
        kept.keep();
        Region late = Region.planned(100);
        late.use(1000);

        assertThat(kept.overlaps(late)).isTrue();
    }
}
