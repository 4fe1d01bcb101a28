package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;

/**
 * One year of Pascal VOC as a classification task in which an image may show several of 20 classes.
 *
 * <p>Reads {@code JPEGImages}, {@code Annotations} and the lists of {@code ImageSets/Main}: {@code trainval} and
 * {@code test} where there is a test list (VOC2007), else {@code train} and {@code val}. An image shows a class if one of
 * its objects is of it; where all of them are marked as difficult the class counts neither as shown nor as absent.
 * Reference: M. Everingham et al., "The Pascal visual object classes (VOC) challenge", IJCV 2010.
 */
public final class VocSource {
    /** The classes, in alphabetical order as in the development kit. */
    public static final List<String> CLASSES = List.of(
            "aeroplane",
            "bicycle",
            "bird",
            "boat",
            "bottle",
            "bus",
            "car",
            "cat",
            "chair",
            "cow",
            "diningtable",
            "dog",
            "horse",
            "motorbike",
            "person",
            "pottedplant",
            "sheep",
            "sofa",
            "train",
            "tvmonitor");

    static final String IMAGES = "JPEGImages";
    static final String ANNOTATIONS = "Annotations";
    private static final String SETS = "ImageSets/Main";
    private static final int IMAGES_PER_LISTING = 500;

    private VocSource() {}

    /**
     * Reads the lists of images; annotations are read when the images are listed.
     *
     * @param hadoop finds the file system
     * @param path folder of a year, such as {@code VOCdevkit/VOC2007}
     * @throws DahlquistException (DATA) if a folder or list is missing
     */
    public static ImageFiles open(Configuration hadoop, String path) {
        RawFolder folder = RawFolder.open(hadoop, path);
        boolean hasTest = folder.has(SETS + "/test.txt");
        String trainList = SETS + (hasTest ? "/trainval.txt" : "/train.txt");
        String testList = SETS + (hasTest ? "/test.txt" : "/val.txt");
        for (String needed : List.of(IMAGES, ANNOTATIONS, trainList, testList)) {
            if (!folder.has(needed)) {
                throw DahlquistException.data(
                        "Pascal VOC has %s, %s, and in %s trainval.txt and test.txt or else train.txt and val.txt, but"
                                + " %s has no %s; set data.path to the folder of a year, such as VOCdevkit/VOC2007",
                        IMAGES, ANNOTATIONS, SETS, path, needed);
            }
        }
        return new ImageFiles("voc", CLASSES, true, listings(folder, trainList), listings(folder, testList));
    }

    private static List<ImageListing> listings(RawFolder folder, String list) {
        List<String> images =
                folder.lines(list).stream().map(line -> line.split("\\s+")[0]).toList();
        List<ImageListing> listings = new ArrayList<>();
        for (int from = 0; from < images.size(); from += IMAGES_PER_LISTING) {
            int to = Math.min(images.size(), from + IMAGES_PER_LISTING);
            listings.add(new VocListing(
                    folder.path(IMAGES),
                    folder.path(ANNOTATIONS),
                    images.subList(from, to).toArray(String[]::new)));
        }
        return listings;
    }
}
