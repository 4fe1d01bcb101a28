package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;

/** A failure on an executor reads like one on the driver. */
class FailureTest {
    @Test
    void aKnownFailureIsFoundBehindSparksOwn() {
        SparkException wrapped =
                new SparkException("Job aborted", DahlquistException.data("shard %s is cut off", "shard-00000"));
        assertThat(Failure.of(new IllegalStateException(wrapped)))
                .contains(new Failure("DATA: shard shard-00000 is cut off", 1));
    }

    @Test
    void aKnownFailureIsReadFromTheTextOfAnException() {
        SparkException quoting = new SparkException("Job aborted due to stage failure: Task 0 failed 1 times, most"
                + " recent failure: Lost task 0.0 in stage 1.0 (TID 1) (host executor driver):"
                + " org.dahlquist.DahlquistException: DIVERGED: the loss is NaN in epoch 3\n\tat org.dahlquist.X\n");
        assertThat(Failure.of(quoting)).contains(new Failure("DIVERGED: the loss is NaN in epoch 3", 1));
    }

    @Test
    void anythingElseIsUnknown() {
        assertThat(Failure.of(new IllegalStateException("DATA: not ours"))).isEmpty();
        assertThat(Failure.of(new NullPointerException())).isEmpty();
    }
}
