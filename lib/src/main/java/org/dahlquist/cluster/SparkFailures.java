package org.dahlquist.cluster;

import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.dahlquist.DahlquistException;

/** Spark wraps what a task throws; this brings our own message back to the surface. */
public final class SparkFailures {
    private SparkFailures() {}

    /** Runs a job; a {@link DahlquistException} that failed a task is thrown instead of Spark's wrapper. */
    public static <T> T unwrap(Supplier<T> job) {
        try {
            return job.get();
        } catch (Exception failure) { // Scala's methods throw SparkException, which is checked, without declaring it
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof DahlquistException known) {
                    throw known;
                }
            }
            throw failure;
        }
    }

    /** What to throw for a job that was waited for: our own exception that failed a task, else Spark's. */
    public static RuntimeException surfaced(ExecutionException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DahlquistException known) {
                return known;
            }
        }
        return new IllegalStateException(failure.getCause());
    }

    /** What broke a job, in one line: our own message, else the innermost cause. */
    public static String reason(Throwable failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DahlquistException known) {
                return firstLine(known.getMessage());
            }
            innermost = cause;
        }
        return firstLine(innermost.toString());
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
