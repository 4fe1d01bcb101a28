package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;

/**
 * ImageNet (ILSVRC2012) as it is downloaded, in folders or in the official archives, which are read where they lie.
 *
 * <p>Training part: {@code train/<wnid>/*}, {@code train/<wnid>.tar}, or {@code ILSVRC2012_img_train.tar} with one tar per
 * class inside. Validation part, which becomes the test part: {@code val/<wnid>/*}, or {@code val/*} with
 * {@code ILSVRC2012_validation_ground_truth.txt}, or {@code ILSVRC2012_img_val.tar} with folders inside or with the ground
 * truth. A line of the ground truth is a wnid, or a number in {@code synsets.txt}, which lists the wnids in the order of
 * {@code ILSVRC2012_ID}. Names come from {@code synset_words.txt} or {@code words.txt}. Reference: O. Russakovsky et al.,
 * "ImageNet large scale visual recognition challenge", IJCV 2015.
 */
public final class ImageNetSource {
    private static final String TRAIN = "train";
    private static final String TRAIN_ARCHIVE = "ILSVRC2012_img_train.tar";
    private static final String VAL = "val";
    private static final String VAL_ARCHIVE = "ILSVRC2012_img_val.tar";
    private static final String TRUTH = "ILSVRC2012_validation_ground_truth.txt";
    private static final String SYNSETS = "synsets.txt";
    private static final String TAR = ".tar";
    private static final int CLASSES = 1000;

    private final Configuration hadoop;
    private final RawFolder folder;

    /** One class of the training part: where its images are. */
    private record ClassPart(String wnid, String path, long offset, long length, boolean inFolder) {}

    private ImageNetSource(Configuration hadoop, RawFolder folder) {
        this.hadoop = hadoop;
        this.folder = folder;
    }

    /**
     * Finds out how the dataset lies there; lists classes, not images.
     *
     * @param hadoop finds the file system
     * @param path folder of the dataset
     * @throws DahlquistException (DATA) if a part is missing, there twice or damaged
     */
    public static ImageFiles open(Configuration hadoop, String path) {
        return new ImageNetSource(hadoop, RawFolder.open(hadoop, path)).open();
    }

    private ImageFiles open() {
        requireOne(TRAIN, TRAIN_ARCHIVE);
        requireOne(VAL, VAL_ARCHIVE);
        List<ClassPart> classes = folder.has(TRAIN) ? classesOfFolder() : classesOfArchive();
        Synsets synsets =
                Synsets.of(folder, classes.stream().map(ClassPart::wnid).toList());
        List<ImageListing> train = new ArrayList<>();
        for (ClassPart part : classes) {
            FileLabels labelling = new FileLabels.OneClass(part.wnid(), synsets.label(part.wnid()));
            train.add(
                    part.inFolder()
                            ? new FolderListing(part.path(), labelling)
                            : new ArchiveListing(part.path(), part.offset(), part.length(), labelling));
        }
        return new ImageFiles("imagenet", synsets.names(), false, train, validation(synsets));
    }

    private void requireOne(String folderName, String archive) {
        if (folder.has(folderName) == folder.has(archive)) {
            throw DahlquistException.data(
                    "ImageNet's %s part is either the folder %s or the archive %s, but %s; correct data.path or %s",
                    folderName,
                    folder.path(folderName),
                    archive,
                    folder.has(archive) ? "both are there" : "neither is there",
                    folder.has(archive) ? "move one of them away" : "fetch the part");
        }
    }

    private List<ClassPart> classesOfFolder() {
        List<ClassPart> classes = new ArrayList<>();
        if (folder.beginsWithFolder(TRAIN)) {
            for (String wnid : folder.folders(TRAIN)) {
                classes.add(new ClassPart(wnid, folder.path(TRAIN + "/" + wnid), 0, 0, true));
            }
            return classes;
        }
        for (String name : folder.files(TRAIN, TAR)) {
            long length = folder.length(TRAIN + "/" + name);
            classes.add(new ClassPart(wnid(name), folder.path(TRAIN + "/" + name), 0, length, false));
        }
        if (classes.isEmpty()) {
            throw DahlquistException.data(
                    "%s must hold a folder or a tar for each class, but holds neither; correct data.path",
                    folder.path(TRAIN));
        }
        return classes;
    }

    private static String wnid(String archive) {
        return archive.substring(0, archive.length() - TAR.length());
    }

    private List<ClassPart> classesOfArchive() {
        String archive = folder.path(TRAIN_ARCHIVE);
        List<ClassPart> classes = new ArrayList<>();
        try (TarReader tar = TarReader.open(hadoop, archive)) {
            for (TarReader.Member member = tar.next(); member != null; member = tar.next()) {
                String name = FileLabels.fileName(member.name());
                if (!name.endsWith(TAR)) {
                    throw DahlquistException.data(
                            "%s must hold one tar per class, but holds %s; fetch the official archive, or unpack this"
                                    + " one into %s/<wnid>/",
                            archive, member.name(), folder.path(TRAIN));
                }
                classes.add(new ClassPart(wnid(name), archive, member.offset(), member.length(), false));
            }
        }
        return classes;
    }

    private List<ImageListing> validation(Synsets synsets) {
        if (folder.has(VAL)) {
            if (!folder.beginsWithFolder(VAL)) {
                return List.of(new FolderListing(folder.path(VAL), groundTruth(synsets, folder.path(VAL))));
            }
            return folder.folders(VAL).stream()
                    .<ImageListing>map(wnid -> new FolderListing(
                            folder.path(VAL + "/" + wnid), new FileLabels.OneClass(wnid, synsets.label(wnid))))
                    .toList();
        }
        String archive = folder.path(VAL_ARCHIVE);
        boolean inFolders;
        try (TarReader tar = TarReader.open(hadoop, archive)) {
            TarReader.Member first = tar.next();
            inFolders = first != null && first.name().replaceFirst("^\\./", "").contains("/");
        }
        FileLabels labelling =
                inFolders ? new FileLabels.ByFolder(new HashMap<>(synsets.labels())) : groundTruth(synsets, archive);
        return List.of(new ArchiveListing(archive, 0, folder.length(VAL_ARCHIVE), labelling));
    }

    /** Labels of {@code ILSVRC2012_val_00000001.JPEG} and so on: one line each. */
    private FileLabels groundTruth(Synsets synsets, String part) {
        if (!folder.has(TRUTH)) {
            throw DahlquistException.data(
                    "%s has no folder for each class, so its labels must be in %s, which is not there; take it from"
                            + " the development kit, or sort the images into folders named by wnid",
                    part, folder.path(TRUTH));
        }
        List<String> lines = folder.lines(TRUTH);
        List<String> order = lines.stream().allMatch(line -> line.matches("[0-9]+")) ? synsetOrder() : List.of();
        Map<String, Integer> labels = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String wnid = lines.get(i).split("\\s+")[0];
            if (!order.isEmpty()) {
                wnid = synset(order, wnid, i + 1);
            }
            labels.put(String.format(Locale.ROOT, "ILSVRC2012_val_%08d.JPEG", i + 1), synsets.label(wnid));
        }
        return new FileLabels.ByFileName(labels);
    }

    private String synset(List<String> order, String number, int line) {
        long id = number.length() < 10 ? Long.parseLong(number) : Long.MAX_VALUE;
        if (id < 1 || id > order.size()) {
            throw DahlquistException.data(
                    "a line of %s must be from 1 to %d, the number of lines of %s, but line %d is %s; take both files"
                            + " from the same development kit",
                    folder.path(TRUTH), order.size(), SYNSETS, line, number);
        }
        return order.get((int) id - 1);
    }

    /** The wnids in the order of ILSVRC2012_ID, which is not the alphabetical one. */
    private List<String> synsetOrder() {
        if (!folder.has(SYNSETS)) {
            throw DahlquistException.data(
                    "%s has numbers (ILSVRC2012_ID), so %s must list the wnids in their order, but is not there; write"
                            + " it from the synsets table of the development kit's meta.mat, one wnid a line",
                    folder.path(TRUTH), folder.path(SYNSETS));
        }
        List<String> order = folder.lines(SYNSETS).stream()
                .map(line -> line.split("\\s+")[0])
                .toList();
        if (order.size() >= CLASSES && order.equals(order.stream().sorted().toList())) {
            throw DahlquistException.data(
                    "%s must list the wnids in the order of ILSVRC2012_ID, which begins with n02119789, but they are in"
                            + " alphabetical order; write it from the development kit's meta.mat",
                    folder.path(SYNSETS));
        }
        return order;
    }
}
