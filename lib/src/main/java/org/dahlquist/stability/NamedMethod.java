package org.dahlquist.stability;

import java.util.OptionalDouble;

/**
 * A multistep method of a table.
 *
 * @param name what it is called; may be empty where k says it all
 * @param k its parameter, if it was given as a member of the {@link SecondOrderFamily}
 * @param method its coefficients
 */
public record NamedMethod(String name, OptionalDouble k, LinearMultistepMethod method) {
    /** The member of the second-order family with this k. */
    public static NamedMethod ofK(double k, String name) {
        return new NamedMethod(name, OptionalDouble.of(k), Coefficients.ofK(k).method());
    }

    /** A method outside the family, or whose k isn't known. */
    public static NamedMethod of(String name, LinearMultistepMethod method) {
        return new NamedMethod(name, OptionalDouble.empty(), method);
    }
}
