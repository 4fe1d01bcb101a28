package org.dahlquist.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dahlquist.DahlquistException;
import org.dahlquist.robustness.InputNoise;
import org.dahlquist.run.ConfigProblems;
import org.dahlquist.run.RunFile;

/** Expands a sweep file into cells and collects what is wrong with it. Used once. */
final class SweepReader {
    private static final List<String> KEYS =
            List.of("base", "settings", "cells", "grid", "seeds", "noise", "evaluate-train", "landscape");
    private static final Config ALONE = ConfigFactory.parseString(
            "train.averaging { mode = parameters, workers = 1, slices = 0 }",
            ConfigParseOptions.defaults().setOriginDescription("a cell trains alone"));

    private final File file;
    private final List<String> overrides;
    private final ConfigProblems problems;

    SweepReader(File file, List<String> overrides) {
        this.file = file;
        this.overrides = overrides;
        this.problems = new ConfigProblems(file.getPath());
    }

    SweepFile read() {
        if (!file.isFile()) {
            throw DahlquistException.config("no sweep file at %s; conf/sweeps has the ones that come along", file);
        }
        try {
            return read(RunFile.parse(file).resolve().root());
        } catch (ConfigException e) {
            throw DahlquistException.config("%s: %s", file, e.getMessage()).causedBy(e);
        }
    }

    private SweepFile read(ConfigObject sweep) {
        sweep.forEach((key, value) -> require(KEYS.contains(key), value, key, "must be one of " + KEYS));
        List<Variant> variants = Variant.expanded(variants(sweep), grid(sweep));
        Config given = RunFile.commandLine(overrides);
        refuseOverridden(given, variants);
        Config shared =
                given.withFallback(section(sweep, "settings").toConfig()).withFallback(base(sweep));
        List<Long> seeds = seeds(sweep);
        List<InputNoise> noise = noise(sweep);
        boolean evaluateTrain = flag(sweep, "evaluate-train");
        boolean landscape = flag(sweep, "landscape");
        List<Cell> cells = cells(variants, shared, seeds);
        require(
                !landscape || cells.stream().map(Cell::data).distinct().count() <= 1,
                sweep.get("landscape"),
                "landscape",
                "can be true only for cells with the same data settings");
        problems.throwIfAny();
        return new SweepFile(
                name(), file, cells, List.copyOf(cells.get(0).varying().keySet()), noise, evaluateTrain, landscape);
    }

    private String name() {
        return file.getName().replaceFirst("\\.[^.]*$", "");
    }

    private List<Cell> cells(List<Variant> variants, Config shared, List<Long> seeds) {
        List<Cell> cells = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (Variant variant : variants) {
            Config settings = shared;
            for (Map.Entry<String, ConfigValue> setting : variant.settings().entrySet()) {
                settings = settings.withValue(setting.getKey(), setting.getValue());
            }
            String label = variant.label(name());
            for (long seed : seeds) {
                String id = Texts.directoryName(label) + "-seed" + seed;
                String twin = names.put(id, label);
                if (twin != null) {
                    problems.add(
                            variant.origin(file.getPath()),
                            "\"" + twin + "\" and \"" + label + "\"",
                            "must have names that differ also as directories (" + id + ")");
                }
                Config all = ALONE.withFallback(settings.withValue("seed", ConfigValueFactory.fromAnyRef(seed)));
                RunFile run = RunFile.of(id, all, problems);
                cells.add(new Cell(id, label, Map.of(), run, SweepData.of(run)));
            }
        }
        return withVarying(cells);
    }

    /** Adds to each cell the settings in which some cells differ, by key. */
    private static List<Cell> withVarying(List<Cell> cells) {
        List<Map<String, String>> all = cells.stream()
                .map(cell -> leaves(ConfigFactory.parseString(cell.run().resolved())
                        .withoutPath("seed")
                        .root()))
                .map(SweepReader::texts)
                .toList();
        Set<String> varying = new TreeSet<>();
        all.forEach(settings -> varying.addAll(settings.keySet()));
        varying.removeIf(key ->
                all.stream().map(settings -> settings.get(key)).distinct().count() < 2);
        List<Cell> complete = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Map<String, String> settings = new TreeMap<>(all.get(i));
            settings.keySet().retainAll(varying);
            Cell cell = cells.get(i);
            complete.add(new Cell(cell.id(), cell.setting(), settings, cell.run(), cell.data()));
        }
        return complete;
    }

    private static Map<String, String> texts(Map<String, ConfigValue> settings) {
        Map<String, String> texts = new TreeMap<>();
        settings.forEach((key, value) -> texts.put(key, Texts.of(value)));
        return texts;
    }

    /** The named variants; one without name or settings where there are none. */
    private List<Variant> variants(ConfigObject sweep) {
        List<Variant> variants = new ArrayList<>();
        for (ConfigValue entry : list(sweep, "cells")) {
            if (!(entry instanceof ConfigObject cell)) {
                problems.add(entry.origin(), "cells", "must be a list of { name = ..., settings }");
                continue;
            }
            ConfigValue name = cell.get("name");
            boolean named = name != null && name.valueType() == ConfigValueType.STRING;
            require(named, cell, "cells", "must each have a name");
            variants.add(new Variant(named ? (String) name.unwrapped() : "?", leaves(cell.withoutKey("name"))));
        }
        return variants.isEmpty() ? List.of(new Variant("", Map.of())) : variants;
    }

    /** Lists of values by setting, in the order of the file. */
    private Map<String, ConfigList> grid(ConfigObject sweep) {
        Map<String, ConfigList> grid = new LinkedHashMap<>();
        leaves(section(sweep, "grid")).forEach((key, value) -> {
            if (value instanceof ConfigList values && !values.isEmpty()) {
                grid.put(key, values);
            } else {
                problems.add(value.origin(), "grid." + key, "must be a list of values");
            }
        });
        return grid;
    }

    private void refuseOverridden(Config given, List<Variant> variants) {
        leaves(given.root()).forEach((key, value) -> {
            boolean varies = key.equals("seed")
                    || variants.stream().anyMatch(variant -> variant.settings().containsKey(key));
            require(!varies, value, key, "must not be set for all cells: the sweep varies it");
        });
    }

    private Config base(ConfigObject sweep) {
        ConfigValue base = sweep.get("base");
        if (base == null) {
            return ConfigFactory.empty();
        }
        File run = file.getAbsoluteFile()
                .toPath()
                .resolveSibling(String.valueOf(base.unwrapped()))
                .toFile();
        if (!run.isFile()) {
            problems.add(base.origin(), "base = " + base.unwrapped(), "must be a run file, relative to this file");
            return ConfigFactory.empty();
        }
        return RunFile.parse(run);
    }

    private List<Long> seeds(ConfigObject sweep) {
        if (sweep.get("seeds") == null) {
            return List.of(1L);
        }
        List<Long> seeds = new ArrayList<>();
        for (ConfigValue value : list(sweep, "seeds")) {
            boolean whole = value.unwrapped() instanceof Integer || value.unwrapped() instanceof Long;
            require(whole, value, "seeds", "must be whole numbers");
            seeds.add(whole ? ((Number) value.unwrapped()).longValue() : seeds.size());
        }
        boolean distinct = seeds.stream().distinct().count() == seeds.size();
        require(distinct && !seeds.isEmpty(), sweep.get("seeds"), "seeds", "must be at least one, each once");
        return seeds.stream().distinct().toList();
    }

    /** In the order of the file, which beyond lines is that of the names. */
    private List<InputNoise> noise(ConfigObject sweep) {
        List<InputNoise> noise = new ArrayList<>();
        leaves(section(sweep, "noise")).forEach((name, value) -> {
            Optional<InputNoise.Kind> kind = Arrays.stream(InputNoise.Kind.values())
                    .filter(candidate -> candidate.key().equals(name))
                    .findAny();
            boolean levels = value instanceof ConfigList list
                    && list.stream().allMatch(level -> level.valueType() == ConfigValueType.NUMBER);
            require(kind.isPresent(), value, "noise." + name, "must be randn, rand or const");
            require(levels, value, "noise." + name, "must be a list of levels, which are numbers");
            if (kind.isPresent() && levels) {
                ((ConfigList) value)
                        .forEach(level ->
                                noise.add(new InputNoise(kind.get(), ((Number) level.unwrapped()).doubleValue())));
            }
        });
        return noise;
    }

    private boolean flag(ConfigObject sweep, String key) {
        ConfigValue value = sweep.get(key);
        boolean fit = value == null || value.unwrapped() instanceof Boolean;
        require(fit, value, key, "must be true or false");
        return fit && value != null && (Boolean) value.unwrapped();
    }

    private ConfigObject section(ConfigObject sweep, String key) {
        ConfigValue value = sweep.get(key);
        if (value == null || value instanceof ConfigObject) {
            return value == null ? ConfigFactory.empty().root() : (ConfigObject) value;
        }
        problems.add(value.origin(), key, "must be a section { ... }");
        return ConfigFactory.empty().root();
    }

    private List<ConfigValue> list(ConfigObject sweep, String key) {
        ConfigValue value = sweep.get(key);
        require(value == null || value instanceof ConfigList, value, key, "must be a list [ ... ]");
        return value instanceof ConfigList list ? list : List.of();
    }

    private void require(boolean holds, ConfigValue value, String finding, String rule) {
        if (!holds) {
            problems.add(value.origin(), finding, rule);
        }
    }

    /** The values of a tree by path, in the order of the file; quoted keys are paths too. */
    private static Map<String, ConfigValue> leaves(ConfigObject tree) {
        Map<String, ConfigValue> leaves = new LinkedHashMap<>();
        collect(tree, "", leaves);
        Map<String, ConfigValue> ordered = new LinkedHashMap<>();
        leaves.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, ConfigValue> leaf) ->
                                leaf.getValue().origin().lineNumber())
                        .thenComparing(Map.Entry::getKey))
                .forEach(leaf -> ordered.put(leaf.getKey(), leaf.getValue()));
        return ordered;
    }

    private static void collect(ConfigObject tree, String prefix, Map<String, ConfigValue> leaves) {
        tree.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof ConfigObject inner) {
                collect(inner, path + ".", leaves);
            } else {
                leaves.put(path, value);
            }
        });
    }
}
