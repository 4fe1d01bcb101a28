package org.dahlquist.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;

/**
 * Tiny ImageNet (200 classes, 64 x 64) as it is downloaded.
 *
 * <p>Training part: {@code train/<wnid>/images/*}. Test part: {@code val/images/*} with the labels of
 * {@code val/val_annotations.txt}. Names come from {@code words.txt}.
 */
public final class TinyImageNetSource {
    private static final String TRAIN = "train";
    private static final String VAL_IMAGES = "val/images";
    private static final String ANNOTATIONS = "val/val_annotations.txt";

    private TinyImageNetSource() {}

    /**
     * Finds the classes; lists no images.
     *
     * @param hadoop finds the file system
     * @param path folder of the dataset, usually {@code tiny-imagenet-200}
     * @throws DahlquistException (DATA) if a part is missing or an annotation is damaged
     */
    public static ImageFiles open(Configuration hadoop, String path) {
        RawFolder folder = RawFolder.open(hadoop, path);
        for (String needed : List.of(TRAIN, VAL_IMAGES, ANNOTATIONS)) {
            if (!folder.has(needed)) {
                throw DahlquistException.data(
                        "Tiny ImageNet has %s, %s and %s, but %s has no %s; correct data.path or unpack the archive"
                                + " again",
                        TRAIN, VAL_IMAGES, ANNOTATIONS, path, needed);
            }
        }
        Synsets synsets = Synsets.of(folder, folder.folders(TRAIN));
        List<ImageListing> train = folder.folders(TRAIN).stream()
                .<ImageListing>map(wnid -> new FolderListing(
                        folder.path(TRAIN + "/" + wnid + "/images"),
                        new FileLabels.OneClass(wnid, synsets.label(wnid))))
                .toList();
        ImageListing test = new FolderListing(folder.path(VAL_IMAGES), annotations(folder, synsets));
        return new ImageFiles("tiny-imagenet", synsets.names(), false, train, List.of(test));
    }

    /** Lines of a file name, a wnid and a box, apart by tabs. */
    private static FileLabels annotations(RawFolder folder, Synsets synsets) {
        Map<String, Integer> labels = new HashMap<>();
        for (String line : folder.lines(ANNOTATIONS)) {
            String[] parts = line.split("\t");
            if (parts.length < 2) {
                throw DahlquistException.data(
                        "a line of %s is a file name and a wnid, apart by a tab, but one is \"%s\"; unpack the archive"
                                + " again",
                        folder.path(ANNOTATIONS), line);
            }
            labels.put(parts[0], synsets.label(parts[1]));
        }
        return new FileLabels.ByFileName(labels);
    }
}
