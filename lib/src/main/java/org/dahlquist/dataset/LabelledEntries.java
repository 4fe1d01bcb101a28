package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the files of one folder or archive under their labels. Not thread-safe. */
final class LabelledEntries {
    private final String container;
    private final FileLabels labels;
    private final Set<String> absent;
    private final List<ImageEntry> entries = new ArrayList<>();

    LabelledEntries(String container, FileLabels labels) {
        this.container = container;
        this.labels = labels;
        this.absent = new HashSet<>(labels.expected());
    }

    /** Adds a file, unless it is hidden. */
    void add(String path, long offset, long length) {
        if (FileLabels.isHidden(path)) {
            return;
        }
        int label = labels.label(path);
        String name = label < 0 ? labels.place(path) : FileLabels.fileName(path);
        absent.remove(name);
        entries.add(ImageEntry.ofClass(container, offset, length, name, label));
    }

    /** All files, and those that should have been among them. */
    List<ImageEntry> all() {
        for (String name : absent) {
            entries.add(ImageEntry.missing(container, name, labels.label(name)));
        }
        return entries;
    }
}
