package org.dahlquist.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.File;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.dahlquist.DahlquistException;

/**
 * A run file (HOCON), read and checked as a whole.
 *
 * @param name the file's name without folder and extension: the default run id
 * @param config the settings
 * @param resolved every setting with its value, as HOCON
 */
public record RunFile(String name, RunConfig config, String resolved) {
    /** Defaults, with a comment for every key; not called reference.conf, which other libraries would merge with. */
    static final String DEFAULTS = "dahlquist-reference.conf";

    /**
     * Reads a run file over the defaults.
     *
     * @param file the file
     * @param overrides settings of the command line, each {@code key=value}
     * @throws DahlquistException (CONFIG) listing every unknown key, wrong type and value out of range
     */
    public static RunFile read(File file, List<String> overrides) {
        if (!file.isFile()) {
            throw DahlquistException.config("no run file at %s; conf/runs has the ones that come along", file);
        }
        ConfigProblems problems = new ConfigProblems(file.getPath());
        String name = file.getName().replaceFirst("\\.[^.]*$", "");
        RunFile run = of(name, commandLine(overrides).withFallback(parse(file)), problems);
        problems.throwIfAny();
        return run;
    }

    /**
     * Checks settings that do not come from one file, such as those of a sweep's cell.
     *
     * @param name default run id
     * @param given what differs from the defaults, possibly with substitutions
     * @param problems gets every unknown key, wrong type and value out of range; the run is fit only if there are none
     * @throws DahlquistException (CONFIG) if a substitution cannot be resolved
     */
    public static RunFile of(String name, Config given, ConfigProblems problems) {
        Config defaults = defaults();
        Config settings;
        try {
            settings = given.withFallback(defaults).resolve();
            rejectUnknown(given.resolveWith(settings).root(), "", keys(defaults), problems);
        } catch (ConfigException e) {
            throw DahlquistException.config("%s: %s", problems.file(), e.getMessage())
                    .causedBy(e);
        }
        RunConfig config = RunConfig.read(new ConfigReader(settings, defaults, "", problems, new TreeSet<>()));
        return new RunFile(name, config, render(settings));
    }

    /**
     * The first setting below some keys in which two resolved configurations differ.
     *
     * @param before settings as HOCON
     * @param now settings as HOCON
     * @param keys paths of the settings that matter
     * @return what differs, in words; empty if all are equal
     */
    static Optional<String> difference(String before, String now, List<String> keys) {
        Config there = ConfigFactory.parseString(before);
        Config here = ConfigFactory.parseString(now);
        Set<String> paths = keys(there);
        paths.addAll(keys(here));
        return paths.stream()
                .filter(path -> keys.stream().anyMatch(key -> path.equals(key) || path.startsWith(key + ".")))
                .filter(path -> !value(there, path).equals(value(here, path)))
                .findFirst()
                .map(path -> path + " was " + text(there, path) + " and is now " + text(here, path));
    }

    private static Optional<ConfigValue> value(Config config, String path) {
        return config.hasPath(path) ? Optional.of(config.getValue(path)) : Optional.empty();
    }

    private static String text(Config config, String path) {
        return value(config, path)
                .map(value -> value.render(ConfigRenderOptions.concise()))
                .orElse("absent");
    }

    static Config defaults() {
        return ConfigFactory.parseResources(
                RunFile.class.getClassLoader(),
                DEFAULTS,
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    static Set<String> keys(Config config) {
        Set<String> keys = new TreeSet<>();
        config.entrySet().forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }

    /**
     * Parses a HOCON file without resolving or checking it.
     *
     * @param file the file
     * @throws DahlquistException (CONFIG) if it is missing or no HOCON
     */
    public static Config parse(File file) {
        try {
            return ConfigFactory.parseFile(file, ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException e) {
            throw DahlquistException.config("%s", e.getMessage()).causedBy(e);
        }
    }

    /**
     * Settings of the command line.
     *
     * @param overrides settings, each {@code key=value}
     * @throws DahlquistException (CONFIG) if one has another form
     */
    public static Config commandLine(List<String> overrides) {
        Config config = ConfigFactory.empty();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw DahlquistException.config("--set takes key=value, but got %s", override);
            }
            String key = override.substring(0, equals).trim();
            String value = override.substring(equals + 1).trim();
            try {
                config = config.withValue(key, value(value));
            } catch (ConfigException e) {
                throw DahlquistException.config("--set %s: %s", override, e.getMessage())
                        .causedBy(e);
            }
        }
        return config;
    }

    /** Lists, numbers and truth values are HOCON; everything else is a text, so that paths need no quotes. */
    private static ConfigValue value(String text) {
        if (text.matches("\\[.*|[-+]?[0-9.]+([eE][-+]?[0-9]+)?|true|false")) {
            return ConfigFactory.parseString(
                            "value = " + text, ConfigParseOptions.defaults().setOriginDescription("--set"))
                    .getValue("value")
                    .withOrigin(ConfigOriginFactory.newSimple("--set"));
        }
        return ConfigValueFactory.fromAnyRef(text, "--set");
    }

    /** Walks the tree itself, as {@link Config#entrySet} leaves out null and empty sections. */
    private static void rejectUnknown(ConfigObject section, String prefix, Set<String> known, ConfigProblems problems) {
        for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
            String key = prefix + entry.getKey();
            boolean isSection = known.stream().anyMatch(candidate -> candidate.startsWith(key + "."));
            if (entry.getValue() instanceof ConfigObject inner && (isSection || !inner.isEmpty())) {
                rejectUnknown(inner, key + ".", known, problems);
            } else if (!known.contains(key)) {
                problems.add(entry.getValue().origin(), key, "unknown key" + suggestion(key, known));
            }
        }
    }

    private static String suggestion(String key, Set<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String nearest = known.stream()
                .min(Comparator.comparingInt(candidate -> distance.apply(key, candidate)))
                .orElseThrow();
        boolean near = distance.apply(key, nearest) <= Math.max(3, key.length() / 3);
        return near ? "; did you mean " + nearest + "?" : "";
    }

    private static String render(Config config) {
        return config.root()
                .render(ConfigRenderOptions.defaults()
                        .setOriginComments(false)
                        .setComments(false)
                        .setJson(false));
    }
}
