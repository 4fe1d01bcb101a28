package org.dahlquist.stability;

import java.util.Locale;

/** Where a multistep method stands with respect to Dahlquist's root condition. */
public enum StabilityClass {
    /** Consistent, and every root but the principal one lies inside the unit circle. */
    STABLE,
    /** Consistent, and simple roots other than the principal one lie on the unit circle, none outside. */
    WEAKLY_STABLE,
    /** Consistent, but a root lies outside the unit circle, or a multiple root on it. */
    UNSTABLE,
    /** Not consistent, so it approximates no differential equation, whatever its roots. */
    INCONSISTENT;

    /** The class in words, as in "weakly stable". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
