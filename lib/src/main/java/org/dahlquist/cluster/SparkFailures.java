package org.dahlquist.cluster;

import java.util.function.Supplier;
import org.dahlquist.DahlquistException;

/** Spark wraps what a task throws; this brings our own message back to the surface. */
final class SparkFailures {
    private SparkFailures() {}

    /** Runs a job; a {@link DahlquistException} that failed a task is thrown instead of Spark's wrapper. */
    static <T> T unwrap(Supplier<T> job) {
        try {
            return job.get();
        } catch (Exception failure) { // Scala's methods throw SparkException, which is checked, without declaring it
            throwKnown(failure);
            throw failure;
        }
    }

    /** Throws our own message if that is what lies under a failure. */
    static void throwKnown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DahlquistException known) {
                throw known;
            }
        }
    }

    /** What broke a job, in one line: our own message, else the innermost cause. */
    static String reason(Throwable failure) {
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
