package org.dahlquist.cluster.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.junit.jupiter.api.Test;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;

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

    @Test
    void whatTheNextRoundBeginsWithIsMadeDuringThisOne() {
        CountingLoader loader = new CountingLoader();
        take(loader, "owner", new WorkerRound.Share(List.of("minibatch-0", "minibatch-1"), "minibatch-2"));

        take(loader, "owner", new WorkerRound.Share(List.of("minibatch-2", "minibatch-3"), ""));
        assertThat(loader.made).containsExactly("minibatch-0", "minibatch-1", "minibatch-2", "minibatch-3");

        take(loader, "another owner", new WorkerRound.Share(List.of("minibatch-2"), ""));
        assertThat(loader.made).hasSize(5).last().isEqualTo("minibatch-2");
    }

    @Test
    void theTimeOfMakingIsToldApartFromWaiting() {
        try (PrefetchedMinibatches minibatches =
                new PrefetchedMinibatches(new NoiseMinibatches(), NoiseMinibatches.names(3))) {
            assertThat(minibatches.loadingSeconds()).isZero();
            while (minibatches.hasNext()) {
                minibatches.next();
            }
            assertThat(minibatches.loadingSeconds()).isPositive();
            assertThat(minibatches.waitingSeconds()).isPositive();
        }
    }

    private static void take(CountingLoader loader, String owner, WorkerRound.Share share) {
        try (PrefetchedMinibatches minibatches = new PrefetchedMinibatches(loader, owner, share)) {
            for (String name : share.minibatches()) {
                assertThat(minibatches.next().getFeatures())
                        .isEqualTo(NoiseMinibatches.named(name).getFeatures());
            }
        }
    }

    /** Notes what it makes. */
    private static final class CountingLoader implements DataSetLoader {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never sent anywhere
        private final List<String> made = new CopyOnWriteArrayList<>();

        @Override
        public DataSet load(Source source) {
            made.add(source.getPath());
            return NoiseMinibatches.named(source.getPath());
        }
    }
}
