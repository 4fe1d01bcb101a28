package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecutorCacheTest {
    /** Something that holds native memory. */
    private static final class Held implements AutoCloseable {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void whatWasGivenBackIsLentAgain() {
        ExecutorCache<Held> cache = new ExecutorCache<>(1);
        Held first = cache.borrow("run", Held::new);
        Held second = cache.borrow("run", Held::new);
        cache.giveBack("run", first);

        assertThat(second).isNotSameAs(first);
        assertThat(cache.borrow("run", Held::new)).isSameAs(first);
    }

    @Test
    void whatAnOlderOwnerLeftIsClosed() {
        ExecutorCache<Held> cache = new ExecutorCache<>(1);
        Held old = cache.borrow("old", Held::new);
        Held lent = cache.borrow("old", Held::new);
        cache.giveBack("old", old);

        Held next = cache.borrow("new", Held::new);
        cache.giveBack("new", next);

        assertThat(old.closed).isTrue();
        assertThat(lent.closed).as("still in use").isFalse();
        assertThat(next.closed).isFalse();
    }
}
