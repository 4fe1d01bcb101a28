package org.dahlquist.run.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.List;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.NetworkConfig;

/** The resolved settings of a run, by key; a key that is absent reads as an empty text. */
public final class Settings {
    private final String text;
    private final Config config;

    private Settings(String text, Config config) {
        this.text = text;
        this.config = config;
    }

    static Settings parse(String text, String place) {
        try {
            return new Settings(text, ConfigFactory.parseString(text).resolve());
        } catch (ConfigException damaged) {
            throw DahlquistException.data(
                            "%s is no valid HOCON (%s); run its stage again with --overwrite",
                            place, damaged.getMessage())
                    .causedBy(damaged);
        }
    }

    /** The file as it was written. */
    public String text() {
        return text;
    }

    /**
     * A list of numbers.
     *
     * @param key its path, as in {@code network.coefficients}
     * @return the numbers, none if the setting is absent
     */
    public List<Double> numbers(String key) {
        return config.hasPath(key) ? List.copyOf(config.getDoubleList(key)) : List.of();
    }

    /**
     * One setting.
     *
     * @param key its path, as in {@code train.learning-rate}
     * @return its value as text, empty if there is none
     */
    public String value(String key) {
        return config.hasPath(key) ? String.valueOf(config.getAnyRef(key)) : "";
    }

    /** The network's depth: where none was chosen, the usual one of its family. */
    String depth() {
        String architecture = value("network.architecture");
        return value("network.depth").equals("0")
                ? Arrays.stream(NetworkConfig.Architecture.values())
                        .filter(family -> family.spelling().equals(architecture))
                        .map(family -> Integer.toString(family.usualDepth()))
                        .findAny()
                        .orElse("")
                : value("network.depth");
    }
}
