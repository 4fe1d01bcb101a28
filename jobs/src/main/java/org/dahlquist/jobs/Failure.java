package org.dahlquist.jobs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;

/**
 * A failure with a known cause, found in what a command threw.
 *
 * @param message what to tell the user
 * @param exitCode what the process ends with
 */
record Failure(String message, int exitCode) {
    /** Spark quotes a failed task in its own message, and may lose the exception itself on the way to the driver. */
    private static final Pattern QUOTED = Pattern.compile(
            Pattern.quote(DahlquistException.class.getName() + ": ") + "((CONFIG|DATA|CLUSTER|DIVERGED): .*)");

    /** The known failure behind {@code thrown}, if there is one. */
    static Optional<Failure> of(Throwable thrown) {
        List<Throwable> causes = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .toList();
        Optional<Failure> kept = causes.stream()
                .filter(DahlquistException.class::isInstance)
                .map(DahlquistException.class::cast)
                .map(known -> new Failure(known.getMessage(), known.cause().exitCode()))
                .findFirst();
        return kept.or(() -> causes.stream()
                .map(cause -> QUOTED.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(quote -> new Failure(
                        quote.group(1),
                        DahlquistException.Cause.valueOf(quote.group(2)).exitCode()))
                .findFirst());
    }
}
