package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layouts in which datasets of image files lie. */
class ImageFilesTest {
    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    private Path folders;

    @BeforeEach
    void makeFolders() throws IOException {
        folders = folder.resolve("folders");
        ImageTrees.imageNet(folders, 2);
    }

    @Test
    void classFoldersAreLabelledInTheOrderOfTheirWnids() throws IOException {
        ImageFiles files = imageNet(folders);
        assertThat(files.classNames()).containsExactly("tench, Tinca tinca", "kit fox", "saw");
        assertThat(described(files, Split.TRAIN))
                .containsExactly(
                        "0 n01440764_0.JPEG",
                        "0 n01440764_1.JPEG",
                        "1 n02119789_0.JPEG",
                        "1 n02119789_1.JPEG",
                        "2 n03000684_0.JPEG",
                        "2 n03000684_1.JPEG");
        assertThat(described(files, Split.TEST)).containsExactly("0 val_0.JPEG", "1 val_1.JPEG", "2 val_2.JPEG");
    }

    @Test
    void theOfficialArchivesGiveTheSameImagesAsTheFolders() throws IOException {
        Path archives = folder.resolve("archives");
        ImageTrees.archives(folders, archives);
        assertSameImages(imageNet(archives), imageNet(folders));
    }

    @Test
    void oneArchivePerClassGivesTheSameImagesAsTheFolders() throws IOException {
        ImageFiles inFolders = imageNet(folders);
        List<byte[]> expected = images(inFolders, Split.TRAIN);
        for (String wnid : List.of("n01440764", "n02119789", "n03000684")) {
            Path classFolder = folders.resolve("train/" + wnid);
            ImageTrees.write(folders.resolve("tars/" + wnid + ".tar"), ImageTrees.tar(ImageTrees.files(classFolder)));
        }
        Files.move(folders.resolve("train"), folder.resolve("unpacked"));
        Files.move(folders.resolve("tars"), folders.resolve("train"));
        assertThat(images(imageNet(folders), Split.TRAIN)).containsExactlyElementsOf(expected);
    }

    @Test
    void aFlatValidationPartTakesItsLabelsFromTheGroundTruth() throws IOException {
        flatValidation("3", "1", "2");
        ImageTrees.lines(folders.resolve("synsets.txt"), "n02119789", "n03000684", "n01440764");
        List<String> expected = List.of(
                "0 ILSVRC2012_val_00000001.JPEG", "1 ILSVRC2012_val_00000002.JPEG", "2 ILSVRC2012_val_00000003.JPEG");
        assertThat(described(imageNet(folders), Split.TEST)).isEqualTo(expected);

        ImageTrees.lines(
                folders.resolve("ILSVRC2012_validation_ground_truth.txt"), "n01440764", "n02119789", "n03000684");
        assertThat(described(imageNet(folders), Split.TEST)).isEqualTo(expected);

        byte[] tar = ImageTrees.tar(ImageTrees.files(folders.resolve("val")));
        ImageTrees.write(folders.resolve("ILSVRC2012_img_val.tar"), tar);
        Files.move(folders.resolve("val"), folder.resolve("val-unpacked"));
        assertThat(described(imageNet(folders), Split.TEST)).isEqualTo(expected);
    }

    @Test
    void imagesThatTheGroundTruthNamesAndNobodyHasAreMissing() throws IOException {
        flatValidation("n01440764", "n02119789", "n03000684", "n03000684");
        assertThat(entries(imageNet(folders), Split.TEST))
                .filteredOn(entry -> entry.fault() == ImageFault.MISSING)
                .extracting(ImageEntry::name)
                .containsExactly("ILSVRC2012_val_00000004.JPEG");
    }

    @Test
    void anUnknownClassIsAFaultOfEachOfItsImages() throws IOException {
        ImageTrees.write(folders.resolve("train/n09999999/n09999999_5.JPEG"), ImageTrees.jpeg(5));
        ImageTrees.write(folders.resolve("val/n08888888/val_9.JPEG"), ImageTrees.jpeg(6));
        ImageFiles files = imageNet(folders);
        assertThat(files.classNames()).hasSize(3);
        for (Split split : Split.values()) {
            assertThat(entries(files, split))
                    .filteredOn(entry -> entry.fault() == ImageFault.UNKNOWN_CLASS)
                    .hasSize(1);
        }
        assertThat(entries(files, Split.TRAIN).get(0).name()).isEqualTo("n09999999/n09999999_5.JPEG");
    }

    @Test
    void hiddenFilesAreNoImages() throws IOException {
        ImageTrees.write(folders.resolve("train/n01440764/.DS_Store"), new byte[] {1});
        assertThat(entries(imageNet(folders), Split.TRAIN)).hasSize(6);
    }

    @Test
    void aLocalDiskIsListedAsHadoopWouldListIt() throws IOException {
        Path tench = folders.resolve("train/n01440764");
        Files.createSymbolicLink(tench.resolve("link.JPEG"), folders.resolve("val/n01440764/val_0.JPEG"));
        Files.createSymbolicLink(tench.resolve("broken.JPEG"), folder.resolve("nowhere"));
        ImageTrees.write(tench.resolve("folder/below.JPEG"), ImageTrees.jpeg(1));
        List<ImageEntry> onDisk = entries(imageNet(folders), Split.TRAIN);
        assertThat(onDisk).extracting(ImageEntry::name).contains("link.JPEG").doesNotContain("below.JPEG");
        hadoop.set("fs.file.impl", RawLocalFileSystem.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        assertThat(entries(imageNet(folders), Split.TRAIN))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(onDisk);
    }

    @Test
    void whatIsNotThereIsSaidWithWhatWasLookedFor() throws IOException {
        flatValidation("1", "2", "3");
        assertThatThrownBy(() -> imageNet(folders))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("synsets.txt must list the wnids");
        ImageTrees.lines(folders.resolve("synsets.txt"), "n02119789", "n03000684");
        assertThatThrownBy(() -> imageNet(folders))
                .hasMessageContaining("from 1 to 2")
                .hasMessageContaining("line 3 is 3");
        Files.delete(folders.resolve("ILSVRC2012_validation_ground_truth.txt"));
        assertThatThrownBy(() -> imageNet(folders)).hasMessageContaining("ILSVRC2012_validation_ground_truth.txt");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> imageNet(empty))
                .hasMessageContaining("neither is there")
                .hasMessageContaining("ILSVRC2012_img_train.tar");
        ImageTrees.write(folders.resolve("ILSVRC2012_img_train.tar"), new byte[10]);
        assertThatThrownBy(() -> imageNet(folders)).hasMessageContaining("both are there");
    }

    @Test
    void anAlphabeticalOrderOfAThousandClassesIsNotThatOfTheGroundTruth() throws IOException {
        flatValidation("1", "2", "3");
        ImageTrees.lines(
                folders.resolve("synsets.txt"),
                IntStream.range(0, 1000)
                        .mapToObj(i -> String.format("n%08d", i))
                        .toArray(String[]::new));
        assertThatThrownBy(() -> imageNet(folders))
                .hasMessageContaining("alphabetical order")
                .hasMessageContaining("begins with n02119789");
    }

    @Test
    void tinyImageNetIsReadAsItIsUnpacked() throws IOException {
        Path tiny = folder.resolve("tiny-imagenet-200");
        for (String wnid : List.of("n02124075", "n01443537")) {
            ImageTrees.write(tiny.resolve("train/" + wnid + "/images/" + wnid + "_0.JPEG"), ImageTrees.jpeg(1));
            ImageTrees.lines(tiny.resolve("train/" + wnid + "/" + wnid + "_boxes.txt"), "a box");
        }
        ImageTrees.write(tiny.resolve("val/images/val_0.JPEG"), ImageTrees.jpeg(2));
        ImageTrees.lines(tiny.resolve("val/val_annotations.txt"), "val_0.JPEG\tn02124075\t0\t32\t44\t62");
        ImageTrees.lines(tiny.resolve("words.txt"), "n01443537\tgoldfish", "n02124075\tEgyptian cat", "n1\tother");
        ImageFiles files = TinyImageNetSource.open(hadoop, tiny.toString());
        assertThat(files.classNames()).containsExactly("goldfish", "Egyptian cat");
        assertThat(described(files, Split.TRAIN)).containsExactly("0 n01443537_0.JPEG", "1 n02124075_0.JPEG");
        assertThat(described(files, Split.TEST)).containsExactly("1 val_0.JPEG");

        Files.delete(tiny.resolve("val/val_annotations.txt"));
        assertThatThrownBy(() -> TinyImageNetSource.open(hadoop, tiny.toString()))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContaining("has no val/val_annotations.txt");
    }

    @Test
    void pascalVocHasSeveralClassesPerImageAndDifficultOnes() throws IOException {
        Path voc = folder.resolve("VOC2007");
        ImageTrees.voc(voc);
        ImageFiles files = VocSource.open(hadoop, voc.toString());
        assertThat(files.multiLabel()).isTrue();
        int dog = VocSource.CLASSES.indexOf("dog");
        int cat = VocSource.CLASSES.indexOf("cat");
        int person = VocSource.CLASSES.indexOf("person");
        List<ImageEntry> train = entries(files, Split.TRAIN);
        assertThat(train)
                .extracting(ImageEntry::name)
                .containsExactly("000001.jpg", "000002.jpg", "000003.jpg", "000004.jpg");
        assertThat(train).extracting(entry -> entry.presence()[dog] & 0xFF).containsExactly(1, 0, 0, 255);
        assertThat(train).extracting(entry -> entry.presence()[cat] & 0xFF).containsExactly(0, 0, 1, 1);
        assertThat(train).extracting(entry -> entry.presence()[person] & 0xFF).containsExactly(255, 1, 0, 0);
        assertThat(entries(files, Split.TEST)).hasSize(2);
    }

    @Test
    void averagePrecisionOnAVocTreeEqualsItsValueByHand() throws IOException {
        Path voc = folder.resolve("VOC2007");
        ImageTrees.voc(voc);
        List<ImageEntry> train = entries(VocSource.open(hadoop, voc.toString()), Split.TRAIN);
        // Cats by rank: absent, shown, absent, shown. Precision 1/2 at recall 1/2 and at recall 1.
        AveragePrecision cat = AveragePrecision.of(new double[] {.9, .2, .8, .1}, presence(train, "cat"));
        assertThat(cat.elevenPoint()).isCloseTo(0.5, within(1e-15));
        assertThat(cat.area()).isCloseTo(0.5, within(1e-15));
        // Persons by rank: difficult, absent, shown, absent. Without the first, precision 1/2 at recall 1.
        AveragePrecision person = AveragePrecision.of(new double[] {.9, .5, .7, .1}, presence(train, "person"));
        assertThat(person.elevenPoint()).isCloseTo(0.5, within(1e-15));
        assertThat(person.area()).isCloseTo(0.5, within(1e-15));
    }

    private static byte[] presence(List<ImageEntry> entries, String name) {
        byte[] presence = new byte[entries.size()];
        for (int i = 0; i < presence.length; i++) {
            presence[i] = entries.get(i).presence()[VocSource.CLASSES.indexOf(name)];
        }
        return presence;
    }

    @Test
    void aBrokenAnnotationIsAFaultOfItsImageOnly() throws IOException {
        Path voc = folder.resolve("VOC2007");
        ImageTrees.voc(voc);
        ImageTrees.lines(voc.resolve("Annotations/000001.xml"), "<annotation><object><name>dog</name>");
        ImageTrees.voc(voc, "000002", ImageTrees.object("unicorn", 0));
        Files.delete(voc.resolve("JPEGImages/000003.jpg"));
        Files.delete(voc.resolve("Annotations/000004.xml"));
        assertThat(entries(VocSource.open(hadoop, voc.toString()), Split.TRAIN))
                .extracting(ImageEntry::fault)
                .containsExactly(
                        ImageFault.BAD_ANNOTATION,
                        ImageFault.UNKNOWN_CLASS,
                        ImageFault.MISSING,
                        ImageFault.BAD_ANNOTATION);
    }

    private void flatValidation(String... truth) throws IOException {
        Map<String, byte[]> images = new TreeMap<>();
        for (int i = 1; i <= 3; i++) {
            images.put(String.format("ILSVRC2012_val_%08d.JPEG", i), ImageTrees.jpeg(i));
        }
        Files.move(folders.resolve("val"), folder.resolve("val-in-folders"));
        for (Map.Entry<String, byte[]> image : images.entrySet()) {
            ImageTrees.write(folders.resolve("val").resolve(image.getKey()), image.getValue());
        }
        ImageTrees.lines(folders.resolve("ILSVRC2012_validation_ground_truth.txt"), truth);
    }

    private ImageFiles imageNet(Path path) {
        return ImageNetSource.open(hadoop, path.toString());
    }

    private void assertSameImages(ImageFiles files, ImageFiles expected) throws IOException {
        assertThat(files.classNames()).isEqualTo(expected.classNames());
        for (Split split : Split.values()) {
            assertThat(described(files, split)).isEqualTo(described(expected, split));
            assertThat(images(files, split)).containsExactlyElementsOf(images(expected, split));
        }
    }

    private List<ImageEntry> entries(ImageFiles files, Split split) {
        List<ImageEntry> entries = new ArrayList<>();
        files.split(split).forEach(listing -> listing.list(hadoop, entries::add));
        entries.sort(Comparator.comparingInt(ImageEntry::label).thenComparing(ImageEntry::name));
        return entries;
    }

    private List<String> described(ImageFiles files, Split split) {
        return entries(files, split).stream()
                .map(entry -> entry.label() + " " + entry.name())
                .toList();
    }

    private List<byte[]> images(ImageFiles files, Split split) throws IOException {
        List<byte[]> images = new ArrayList<>();
        try (ImageBytes reader = new ImageBytes(hadoop)) {
            for (ImageEntry entry : entries(files, split)) {
                images.add(reader.read(entry));
            }
        }
        return images;
    }
}
