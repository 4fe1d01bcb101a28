package org.dahlquist.dataset;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/** Which class a file belongs to, by where it lies or what it is called. Immutable. */
interface FileLabels extends Serializable {
    /** Class index of a file, given by its path below the folder or in the archive; −1 if it is unknown. */
    int label(String path);

    /** Where a file of an unknown class would belong, for messages: its path with the class. */
    String place(String path);

    /** Names of files that must be there; empty where nobody says. */
    default Set<String> expected() {
        return Set.of();
    }

    /** All files are of one class. */
    record OneClass(String key, int index) implements FileLabels {
        private static final long serialVersionUID = 1L;

        @Override
        public int label(String path) {
            return index;
        }

        @Override
        public String place(String path) {
            return key + "/" + fileName(path);
        }
    }

    /** The folder that holds a file names its class. */
    @SuppressWarnings("serial") // the maps that are passed in are serialisable
    record ByFolder(Map<String, Integer> classes) implements FileLabels {
        private static final long serialVersionUID = 1L;

        @Override
        public int label(String path) {
            String[] parts = path.split("/");
            return parts.length < 2 ? -1 : classes.getOrDefault(parts[parts.length - 2], -1);
        }

        @Override
        public String place(String path) {
            return path;
        }
    }

    /** A list tells the class of each file name; −1 for a class that is unknown. */
    @SuppressWarnings("serial") // as above
    record ByFileName(Map<String, Integer> labels) implements FileLabels {
        private static final long serialVersionUID = 1L;

        @Override
        public int label(String path) {
            return labels.getOrDefault(fileName(path), -1);
        }

        @Override
        public String place(String path) {
            return fileName(path);
        }

        @Override
        public Set<String> expected() {
            return labels.keySet();
        }
    }

    /** The last part of a path. */
    static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether a file is one that systems leave behind, such as {@code .DS_Store}. */
    static boolean isHidden(String path) {
        return fileName(path).startsWith(".");
    }
}
