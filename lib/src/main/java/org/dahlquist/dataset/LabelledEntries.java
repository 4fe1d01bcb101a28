package org.dahlquist.dataset;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Hands on the files of one folder or archive under their labels. Not thread-safe. */
final class LabelledEntries {
    private final String container;
    private final FileLabels labels;
    private final Set<String> absent;
    private final Consumer<ImageEntry> images;

    LabelledEntries(String container, FileLabels labels, Consumer<ImageEntry> images) {
        this.container = container;
        this.labels = labels;
        this.absent = new HashSet<>(labels.expected());
        this.images = images;
    }

    /** Adds a file, unless it is hidden. */
    void add(String path, long offset, long length) {
        if (FileLabels.isHidden(path)) {
            return;
        }
        int label = labels.label(path);
        String name = label < 0 ? labels.place(path) : FileLabels.fileName(path);
        absent.remove(name);
        images.accept(ImageEntry.ofClass(container, offset, length, name, label));
    }

    /** After all files, those that should have been among them. */
    void addMissing() {
        for (String name : absent) {
            images.accept(ImageEntry.missing(container, name, labels.label(name)));
        }
    }
}
