package org.dahlquist.sweep;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings in which cells of a sweep differ from the others, but for the seed.
 *
 * @param name empty where the settings tell it
 * @param settings values by path, in the order of the file
 */
record Variant(String name, Map<String, ConfigValue> settings) {
    /** Every variant with every combination of the grid's values; the last setting varies fastest. */
    static List<Variant> expanded(List<Variant> variants, Map<String, ConfigList> grid) {
        List<Variant> all = variants;
        for (Map.Entry<String, ConfigList> axis : grid.entrySet()) {
            List<Variant> product = new ArrayList<>();
            for (Variant variant : all) {
                for (ConfigValue value : axis.getValue()) {
                    product.add(variant.with(axis.getKey(), value));
                }
            }
            all = product;
        }
        return all;
    }

    private Variant with(String key, ConfigValue value) {
        Map<String, ConfigValue> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new Variant(name.isEmpty() ? "" : name + ", " + Texts.of(value), more);
    }

    /**
     * The name, or the settings as text.
     *
     * @param sweep name of the sweep, for a variant without settings
     */
    String label(String sweep) {
        if (!name.isEmpty()) {
            return name;
        }
        if (settings.isEmpty()) {
            return sweep;
        }
        return settings.entrySet().stream()
                .map(setting -> shortest(setting.getKey(), settings.keySet()) + "=" + Texts.of(setting.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** The last part of a key, or the whole one where another ends alike. */
    private static String shortest(String key, Set<String> keys) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        boolean ambiguous = keys.stream().anyMatch(other -> !other.equals(key) && ("." + other).endsWith("." + last));
        return ambiguous ? key : last;
    }

    /** Where it is written. */
    ConfigOrigin origin(String file) {
        return settings.values().stream()
                .findFirst()
                .map(ConfigValue::origin)
                .orElseGet(() -> ConfigOriginFactory.newSimple(file));
    }
}
