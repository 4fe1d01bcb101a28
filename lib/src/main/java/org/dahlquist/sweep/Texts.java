package org.dahlquist.sweep;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Collectors;

/** Settings as short texts, for labels, tables and directory names. */
final class Texts {
    private static final MathContext SIX_DIGITS = new MathContext(6);

    private Texts() {}

    /** A value without quotes or brackets, numbers with six digits, as in "0.333333 0.555556 0.111111 1.77778". */
    static String of(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(Texts::of).collect(Collectors.joining(" "));
        }
        if (value.valueType() == ConfigValueType.NUMBER) {
            return of(((Number) value.unwrapped()).doubleValue());
        }
        return value.valueType() == ConfigValueType.STRING
                ? (String) value.unwrapped()
                : value.render(ConfigRenderOptions.concise());
    }

    /** A number with six digits and no zeros behind them. */
    static String of(double number) {
        if (!Double.isFinite(number)) {
            return String.valueOf(number);
        }
        BigDecimal rounded = new BigDecimal(number).round(SIX_DIGITS).stripTrailingZeros();
        return rounded.precision() - rounded.scale() > 7 || rounded.scale() > 9
                ? rounded.toString()
                : rounded.toPlainString();
    }

    /** A text as part of a path: letters, digits and {@code . = + -}; everything else becomes an underscore. */
    static String directoryName(String text) {
        String name = text.replaceAll("\\s*=\\s*", "=")
                .replaceAll("[^A-Za-z0-9.=+-]+", "_")
                .replaceAll("^[_.]+|_+$", "");
        return name.isEmpty() ? "cell" : name;
    }
}
