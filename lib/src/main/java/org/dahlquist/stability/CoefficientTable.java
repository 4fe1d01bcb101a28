package org.dahlquist.stability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;

/** The coefficient sets that the papers study. */
public enum CoefficientTable {
    /** The second-order family of "ZeroSNet", AAAI 2022, with the sets its code compares: stable and unstable ones. */
    PAPERS {
        @Override
        public List<NamedMethod> methods() {
            List<NamedMethod> methods = new ArrayList<>(List.of(NamedMethod.ofK(-9 / 5.0, "Opt")));
            DoubleStream.of(-1.2, -1.5, -2, -3, -5, -10).forEach(k -> methods.add(NamedMethod.ofK(k, "")));
            methods.add(NamedMethod.ofK(1, "Tra's initial value"));
            DoubleStream.of(0.5, 0.4, 2, 3, 10).forEach(k -> methods.add(NamedMethod.ofK(k, "")));
            methods.add(NamedMethod.ofK(-1, "leapfrog"));
            methods.add(NamedMethod.ofK(1 / 3.0, ""));
            methods.add(NamedMethod.ofK(-0.9, ""));
            methods.add(NamedMethod.ofK(-0.5, ""));
            methods.add(NamedMethod.ofK(-1 / 3.0, "third order"));
            methods.add(NamedMethod.ofK(0.25, ""));
            methods.add(NamedMethod.of("README's 1 1 1 1", new Coefficients(1, 1, 1, 1).method()));
            methods.add(NamedMethod.of("PreResNet", Coefficients.RESIDUAL.method()));
            return List.copyOf(methods);
        }
    },

    /** The Adams-Bashforth methods of orders 1 to 6: a₀ = 1, the others 0. */
    ADAMS_BASHFORTH {
        @Override
        public List<NamedMethod> methods() {
            return List.of(
                    adamsBashforth(1, 1),
                    adamsBashforth(2, 3, -1),
                    adamsBashforth(12, 23, -16, 5),
                    adamsBashforth(24, 55, -59, 37, -9),
                    adamsBashforth(720, 1901, -2774, 2616, -1274, 251),
                    adamsBashforth(1440, 4277, -7923, 9982, -7298, 2877, -475));
        }
    },

    /**
     * Methods of 2 to 4 steps and of different orders that the same laboratory's later code compares
     * (LongJin-lab/Order-and-Representation-Power, image_classification/GPUsRuns.py).
     */
    FOLLOW_UP {
        @Override
        public List<NamedMethod> methods() {
            List<Double> two = List.of(0.5, 0.5);
            List<Double> three = List.of(1 / 3.0, 5 / 9.0, 1 / 9.0);
            List<Double> four = List.of(1.49323762497707, -0.574370781405754, 0.0855838379295368, -0.00445068150085398);
            return List.of(
                    followUp("2 steps, order 2", two, -1.75, 0.25),
                    followUp("2 steps, order 1", two, -3, 1.5),
                    followUp("2 steps, order 0", two, 2, 2),
                    followUp("3 steps, order 2", three, -16 / 9.0, 0, 0),
                    followUp("3 steps, order 1", three, -32 / 9.0, 16 / 9.0, 0),
                    followUp("3 steps, order 0", three, -3, -3, 3),
                    followUp("3 steps, order 0, b", three, 1, 1, 1),
                    followUp(
                            "4 steps, order 4",
                            four,
                            -2.10313656405320,
                            2.80393876806197,
                            -1.68484817541425,
                            0.400601121454727),
                    followUp("Taylor", List.of(1.5, -1.0, 0.5), -1, 0, 0));
        }
    };

    /** The methods in the table's order. */
    public abstract List<NamedMethod> methods();

    /** The name on the command line, as in {@code adams-bashforth}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The table with this {@link #key()}.
     *
     * @throws DahlquistException if there is none
     */
    public static CoefficientTable of(String key) {
        return Stream.of(values())
                .filter(table -> table.key().equals(key))
                .findFirst()
                .orElseThrow(() -> DahlquistException.config(
                        "there is no table \"%s\"; there are %s",
                        key, Stream.of(values()).map(CoefficientTable::key).collect(Collectors.joining(", "))));
    }

    private static NamedMethod adamsBashforth(int denominator, int... numerators) {
        List<Double> b = IntStream.of(numerators)
                .mapToObj(numerator -> numerator / (double) denominator)
                .toList();
        return NamedMethod.of("Adams-Bashforth " + b.size(), new LinearMultistepMethod(List.of(1.0), b));
    }

    /** That code subtracts the branch, x = Σ aᵢ·x_{n−i} − h·Σ Bᵢ·F_{n−i}, so that its B is −b. */
    private static NamedMethod followUp(String name, List<Double> a, double... negatedB) {
        List<Double> b = Arrays.stream(negatedB).mapToObj(value -> 0 - value).toList();
        return NamedMethod.of(name, new LinearMultistepMethod(a, b));
    }
}
