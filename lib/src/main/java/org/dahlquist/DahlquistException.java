package org.dahlquist;

/**
 * A failure with a known cause: its message names the rule, the value found, the place and what to do.
 *
 * <p>Each cause carries the exit code the command line ends with.
 */
public final class DahlquistException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as counted in logs: the first word of every message. */
    public enum Cause {
        /** A setting or an argument is wrong: exit 2. */
        CONFIG(2),
        /** Input data is missing, damaged or contradicts its description: exit 1. */
        DATA(1),
        /** The Spark cluster or its settings cannot run the job: exit 1. */
        CLUSTER(1),
        /** Training or a solver produced NaN or did not converge: exit 1. */
        DIVERGED(1);

        private final int exitCode;

        Cause(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The process exit code for this cause, 1 or 2. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Cause cause;

    private DahlquistException(Cause cause, String message) {
        super(cause + ": " + message);
        this.cause = cause;
    }

    /** A wrong setting; {@code format} and {@code values} as in {@link String#format}. */
    public static DahlquistException config(String format, Object... values) {
        return new DahlquistException(Cause.CONFIG, String.format(format, values));
    }

    /** Wrong input data; {@code format} and {@code values} as in {@link String#format}. */
    public static DahlquistException data(String format, Object... values) {
        return new DahlquistException(Cause.DATA, String.format(format, values));
    }

    /** A cluster that cannot run the job; {@code format} and {@code values} as in {@link String#format}. */
    public static DahlquistException cluster(String format, Object... values) {
        return new DahlquistException(Cause.CLUSTER, String.format(format, values));
    }

    /** A computation that did not converge; {@code format} and {@code values} as in {@link String#format}. */
    public static DahlquistException diverged(String format, Object... values) {
        return new DahlquistException(Cause.DIVERGED, String.format(format, values));
    }

    /** The same failure with the exception that revealed it attached. */
    public DahlquistException causedBy(Throwable trigger) {
        initCause(trigger);
        return this;
    }

    /** Why it failed. */
    public Cause cause() {
        return cause;
    }
}
