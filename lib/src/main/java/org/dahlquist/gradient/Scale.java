package org.dahlquist.gradient;

import org.dahlquist.DahlquistException;

/** The rule that every constant of an activation follows. */
final class Scale {
    private Scale() {}

    static void requirePositive(String function, String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw DahlquistException.config(
                    "the %s gradient activation needs a positive, finite %s, but it is %s; set it in"
                            + " train.gradient-activation",
                    function, name, value);
        }
    }
}
