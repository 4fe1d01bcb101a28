package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * ImageNet's classes: their WordNet ids (wnids), names and label indices.
 *
 * <p>Labels follow the ascending order of the wnids of the training part, as everywhere in the field.
 */
final class Synsets {
    private static final List<String> WORD_FILES = List.of("synset_words.txt", "words.txt");

    private final TreeMap<String, Integer> labels = new TreeMap<>();
    private final List<String> names = new ArrayList<>();

    private Synsets() {}

    /** The classes of a training part; those that a list of words in the dataset's folder does not have are unknown. */
    static Synsets of(RawFolder folder, Collection<String> wnids) {
        Map<String, String> words = words(folder);
        Synsets synsets = new Synsets();
        for (String wnid : new TreeSet<>(wnids)) {
            if (words.isEmpty() || words.containsKey(wnid)) {
                synsets.labels.put(wnid, synsets.names.size());
                synsets.names.add(words.getOrDefault(wnid, wnid));
            }
        }
        return synsets;
    }

    /** Label of a class, −1 if it is unknown. */
    int label(String wnid) {
        return labels.getOrDefault(wnid, -1);
    }

    /** Labels by wnid. */
    Map<String, Integer> labels() {
        return labels;
    }

    /** Names by label: the words, or the wnid where there are none. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** Lines of a wnid, white space and words. */
    private static Map<String, String> words(RawFolder folder) {
        Map<String, String> words = new HashMap<>();
        for (String file : WORD_FILES) {
            if (folder.has(file)) {
                for (String line : folder.lines(file)) {
                    String[] parts = line.split("\\s+", 2);
                    words.put(parts[0], parts[parts.length - 1]);
                }
                return words;
            }
        }
        return words;
    }
}
