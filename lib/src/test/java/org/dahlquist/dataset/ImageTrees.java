package org.dahlquist.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small datasets of image files, in folders and archives. */
public final class ImageTrees {
    private ImageTrees() {}

    /** A file in the given format, with coarse random colours that the seed decides. */
    public static byte[] image(String format, long seed, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] palette = random.ints(9, 0, 1 << 24).toArray();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, palette[3 * (3 * y / height) + 3 * x / width]);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** A JPEG of 40 x 30. */
    public static byte[] jpeg(long seed) {
        return image("jpg", seed, 40, 30);
    }

    /** Writes a file and the folders above it. */
    public static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** Writes a text file of some lines. */
    public static void lines(Path file, String... lines) throws IOException {
        write(file, (String.join("\n", lines) + "\n").getBytes());
    }

    /** ImageNet in folders: three classes of some images each, one of each for validation. */
    public static void imageNet(Path folder, int perClass) throws IOException {
        List<String> wnids = List.of("n01440764", "n02119789", "n03000684");
        for (int label = 0; label < wnids.size(); label++) {
            String wnid = wnids.get(label);
            for (int i = 0; i < perClass; i++) {
                write(folder.resolve("train/" + wnid + "/" + wnid + "_" + i + ".JPEG"), jpeg(100L * label + i));
            }
            write(folder.resolve("val/" + wnid + "/val_" + label + ".JPEG"), jpeg(9000 + label));
        }
        lines(folder.resolve("synset_words.txt"), "n01440764 tench, Tinca tinca", "n02119789 kit fox", "n03000684 saw");
    }

    /** Pascal VOC 2007: four images to train and validate on, two to test on. */
    public static void voc(Path folder) throws IOException {
        voc(folder, "000001", object("dog", 0), object("person", 1));
        voc(folder, "000002", object("person", 0), object("person", 1));
        voc(folder, "000003", object("cat", 0));
        voc(folder, "000004", object("dog", 1), object("cat", 0));
        voc(folder, "000005", object("dog", 0));
        voc(folder, "000006", object("person", 0));
        lines(folder.resolve("ImageSets/Main/trainval.txt"), "000001", "000002", "000003", "000004");
        lines(folder.resolve("ImageSets/Main/test.txt"), "000005", "000006");
    }

    /** One image of Pascal VOC with its annotation. */
    public static void voc(Path folder, String id, String... objects) throws IOException {
        write(folder.resolve("JPEGImages/" + id + ".jpg"), jpeg(id.hashCode()));
        lines(
                folder.resolve("Annotations/" + id + ".xml"),
                "<annotation><filename>" + id + ".jpg</filename>" + String.join("", objects) + "</annotation>");
    }

    /** An object of an annotation, with a part whose name is no class of the object. */
    public static String object(String name, int difficult) {
        return "<object><name>" + name + "</name><difficult>" + difficult
                + "</difficult><bndbox><xmin>1</xmin></bndbox><part><name>head</name></part></object>";
    }

    /** A tar of these members, in their order. */
    public static byte[] tar(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
                entry.setSize(member.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(member.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** All files below a folder by their names relative to it. */
    public static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** The official archives of a dataset in folders: a tar with a tar for each class, and one with {@code val}. */
    public static void archives(Path folders, Path target) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> found = Files.list(folders.resolve("train"))) {
            for (Path wnid : found.toList()) {
                classes.put(wnid.getFileName() + ".tar", tar(files(wnid)));
            }
        }
        write(target.resolve("ILSVRC2012_img_train.tar"), tar(classes));
        write(target.resolve("ILSVRC2012_img_val.tar"), tar(files(folders.resolve("val"))));
        Files.copy(folders.resolve("synset_words.txt"), target.resolve("synset_words.txt"));
    }
}
