package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrefetchedMinibatchesTest {
    @Test
    void minibatchesComeInTheirOrder() {
        List<String> names = NoiseMinibatches.names(7);
        try (PrefetchedMinibatches minibatches = new PrefetchedMinibatches(new NoiseMinibatches(), names)) {
            for (String name : names) {
                assertThat(minibatches.hasNext()).isTrue();
                assertThat(minibatches.next().getFeatures())
                        .isEqualTo(NoiseMinibatches.named(name).getFeatures());
            }
            assertThat(minibatches.hasNext()).isFalse();
        }
    }

    @Test
    void aFailureSurfacesWhereTheMinibatchIsTaken() {
        List<String> names = List.of("minibatch-0", "broken");
        try (PrefetchedMinibatches minibatches = new PrefetchedMinibatches(new NoiseMinibatches(), names)) {
            minibatches.next();

            assertThatThrownBy(minibatches::next).hasMessage("no minibatch broken");
        }
    }

    @Test
    void withoutNamesThereIsNothing() {
        try (PrefetchedMinibatches minibatches = new PrefetchedMinibatches(new NoiseMinibatches(), List.of())) {
            assertThat(minibatches.hasNext()).isFalse();
        }
    }
}
