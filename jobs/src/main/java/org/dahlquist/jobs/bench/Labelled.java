package org.dahlquist.jobs.bench;

import java.util.Arrays;
import java.util.Locale;
import org.dahlquist.DahlquistException;

/** Constants of an enumeration that options name by labels. */
interface Labelled {
    /** The constant's name in Java. */
    String name();

    /** The name on command lines and in tables, such as {@code torch-cl}. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The constant of a label.
     *
     * @throws DahlquistException CONFIG if there is none, with all labels
     */
    static <E extends Labelled> E of(String label, String option, E[] all) {
        return Arrays.stream(all)
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() -> DahlquistException.config(
                        "%s takes some of %s, but got %s",
                        option, Arrays.stream(all).map(Labelled::label).toList(), label));
    }
}
