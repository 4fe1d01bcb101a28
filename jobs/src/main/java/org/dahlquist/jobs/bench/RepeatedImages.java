package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;

/**
 * JPEGs in folders {@code train/<wnid>}, and the same ones over and over as links.
 *
 * @param data where {@code train} lies
 * @param files the files, sorted
 */
record RepeatedImages(Path data, List<Path> files) {
    /**
     * The images of a folder.
     *
     * @throws DahlquistException (DATA) if there are none
     */
    static RepeatedImages in(Path data) throws IOException {
        Path train = data.resolve("train");
        List<Path> files = List.of();
        if (Files.isDirectory(train)) {
            try (Stream<Path> tree = Files.walk(train, 2)) {
                files = tree.filter(path -> path.toString().endsWith(".JPEG"))
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            throw DahlquistException.data(
                    "bench prepare needs ImageNet's layout, train/<wnid>/*.JPEG, in --data, but %s has no such file",
                    data);
        }
        return new RepeatedImages(data, files);
    }

    /**
     * Links at least {@code count} images, each as often as the others, below {@code tree/train}, and one of each class
     * below {@code tree/val}.
     *
     * @return how many there are in all
     */
    int link(Path tree, int count) throws IOException {
        int times = (count + files.size() - 1) / files.size();
        int links = 0;
        Set<String> classes = new HashSet<>();
        for (Path file : files) {
            String wnid = file.getParent().getFileName().toString();
            Path train = Files.createDirectories(tree.resolve("train").resolve(wnid));
            for (int i = 0; i < times; i++) {
                replace(train.resolve(i + "-" + file.getFileName()), file);
            }
            Path val = Files.createDirectories(tree.resolve("val").resolve(wnid));
            links += times;
            if (classes.add(wnid)) {
                replace(val.resolve(file.getFileName()), file);
                links++;
            }
        }
        return links;
    }

    private static void replace(Path link, Path file) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file.toRealPath());
    }
}
