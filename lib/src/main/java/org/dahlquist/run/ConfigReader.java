package org.dahlquist.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads typed settings and collects what is wrong with them, instead of stopping at the first mistake.
 *
 * <p>A getter whose setting is unfit notes the problem and returns the default, so that reading can go on. Not
 * thread-safe.
 */
public final class ConfigReader {
    private final Config settings;
    private final Config defaults;
    private final String prefix;
    private final ConfigProblems problems;
    private final Set<String> keysRead;

    ConfigReader(Config settings, Config defaults, String prefix, ConfigProblems problems, Set<String> keysRead) {
        this.settings = settings;
        this.defaults = defaults;
        this.prefix = prefix;
        this.problems = problems;
        this.keysRead = keysRead;
    }

    /** The reader of the settings below {@code key}. */
    public ConfigReader at(String key) {
        return new ConfigReader(settings, defaults, prefix + key + ".", problems, keysRead);
    }

    /** A whole number from {@code smallest} to {@code largest}, both included. */
    public int intInRange(String key, int smallest, int largest) {
        String rule = "must be a whole number from " + smallest + " to " + largest;
        long value = read(key, rule, config -> whole(config, key));
        if (value < smallest || value > largest) {
            problem(key, rule);
            return defaults.getInt(prefix + key);
        }
        return (int) value;
    }

    /** Any whole number of 64 bits. */
    public long wholeNumber(String key) {
        return read(key, "must be a whole number", config -> whole(config, key));
    }

    /** A number from {@code smallest} to {@code largest}, both included. */
    public double numberInRange(String key, double smallest, double largest) {
        String rule = "must be a number from " + smallest + " to " + largest;
        double value = read(key, rule, config -> config.getDouble(prefix + key));
        if (!(value >= smallest && value <= largest)) {
            problem(key, rule);
            return defaults.getDouble(prefix + key);
        }
        return value;
    }

    /** A text, possibly empty. */
    public String text(String key) {
        return read(key, "must be a text", config -> config.getString(prefix + key));
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key) {
        return read(key, "must be true or false", config -> config.getBoolean(prefix + key));
    }

    /** One of the constants of {@code type}, written in lower case with dashes. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        String rule = "must be one of "
                + Arrays.stream(type.getEnumConstants())
                        .map(ConfigReader::spelling)
                        .collect(Collectors.joining(", "));
        return read(key, rule, config -> {
            String found = config.getString(prefix + key);
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> spelling(constant).equals(found))
                    .findAny()
                    .orElseThrow(() -> new ConfigException.BadValue(prefix + key, rule));
        });
    }

    /** A list of numbers. */
    public List<Double> numbers(String key) {
        return List.copyOf(read(key, "must be a list of numbers", config -> config.getDoubleList(prefix + key)));
    }

    /** A list of texts. */
    public List<String> texts(String key) {
        return List.copyOf(read(key, "must be a list of texts", config -> config.getStringList(prefix + key)));
    }

    /** A list of whole numbers. */
    public List<Integer> wholeNumbers(String key) {
        return read(
                key,
                "must be a list of whole numbers",
                config -> config.getDoubleList(prefix + key).stream()
                        .map(value -> wholeInt(key, value))
                        .toList());
    }

    /** Notes a problem with {@code key} unless {@code holds}. */
    public void require(boolean holds, String key, String rule) {
        if (!holds) {
            problem(key, rule);
        }
    }

    private <T> T read(String key, String rule, Function<Config, T> getter) {
        keysRead.add(prefix + key);
        try {
            return getter.apply(settings);
        } catch (ConfigException.WrongType | ConfigException.BadValue | ConfigException.Missing e) {
            problem(key, rule);
            return getter.apply(defaults);
        }
    }

    private Long whole(Config config, String key) {
        double value = config.getDouble(prefix + key);
        if (value != Math.rint(value) || Math.abs(value) > Long.MAX_VALUE) {
            throw new ConfigException.BadValue(prefix + key, "not a whole number of 64 bits");
        }
        return config.getLong(prefix + key);
    }

    /** The library's own getIntList would cut off fractions and high bits. */
    private Integer wholeInt(String key, double value) {
        if (value != (int) value) {
            throw new ConfigException.BadValue(prefix + key, "not a whole number of 32 bits");
        }
        return (int) value;
    }

    private void problem(String key, String rule) {
        String path = prefix + key;
        if (!settings.hasPathOrNull(path)) {
            // An object was replaced by a value further up; that is reported as such.
            problems.add(settings.root().origin(), path, rule);
            return;
        }
        ConfigValue value = settings.root().get(path.split("\\.")[0]);
        ConfigOrigin origin = value.origin();
        String found = "null";
        if (settings.hasPath(path)) {
            origin = settings.getValue(path).origin();
            found = settings.getValue(path).render(ConfigRenderOptions.concise());
        }
        problems.add(origin, path + " = " + found, rule);
    }

    /** How run files spell a constant: in lower case with dashes. */
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
