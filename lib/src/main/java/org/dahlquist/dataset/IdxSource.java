package org.dahlquist.dataset;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.DahlquistException;

/**
 * MNIST and Fashion-MNIST: idx files, raw or compressed by gzip; 10 classes, one channel.
 *
 * <p>An images file begins with the big-endian 32-bit numbers 0x803, count, rows, columns; a labels file with 0x801 and
 * count; bytes follow. Reading a range of a compressed file decompresses all that is before it. Reference: Y. LeCun,
 * C. Cortes and C. Burges, "The MNIST database of handwritten digits".
 */
public final class IdxSource implements ImageSource {
    private static final long serialVersionUID = 1L;
    private static final int IMAGES_MAGIC = 0x803;
    private static final int LABELS_MAGIC = 0x801;
    private static final int IMAGES_HEADER_BYTES = 16;
    private static final int LABELS_HEADER_BYTES = 8;
    private static final int MAX_SIDE = 4096;
    private static final String GZIP = ".gz";
    private static final List<String> FASHION_NAMES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private final String name;
    private final String[] classNames;
    private final ImageShape shape;
    private final Pair train;
    private final Pair test;

    private record Pair(Manifest.Source images, Manifest.Source labels, int size) implements Serializable {}

    private record Header(int count, int rows, int columns) {}

    private IdxSource(String name, List<String> classNames, ImageShape shape, Pair train, Pair test) {
        this.name = name;
        this.classNames = classNames.toArray(String[]::new);
        this.shape = shape;
        this.train = train;
        this.test = test;
    }

    /**
     * Opens and checks MNIST. Reads every file once.
     *
     * @param hadoop finds the file system
     * @param path folder with {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, and the same with
     *     {@code t10k}, each with or without {@code .gz}
     * @throws DahlquistException (DATA) if a file is missing, cut off, has a wrong header, label or digest, or images and
     *     labels differ in number
     */
    public static IdxSource mnist(Configuration hadoop, String path) {
        List<String> digits = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
        return open(hadoop, path, "mnist", digits);
    }

    /** Opens and checks Fashion-MNIST; files and errors as for {@link #mnist}. */
    public static IdxSource fashionMnist(Configuration hadoop, String path) {
        return open(hadoop, path, "fashion-mnist", FASHION_NAMES);
    }

    private static IdxSource open(Configuration hadoop, String path, String name, List<String> classNames) {
        RawFolder folder = RawFolder.open(hadoop, path);
        List<Pair> pairs = new ArrayList<>();
        List<Header> headers = new ArrayList<>();
        for (String prefix : List.of("train", "t10k")) {
            String imagesFile = present(folder, prefix + "-images-idx3-ubyte");
            String labelsFile = present(folder, prefix + "-labels-idx1-ubyte");
            RawFolder.Read<Header> images =
                    folder.read(imagesFile, (in, bytes) -> checked(in, imagesFile, folder, IdxSource::checkImages));
            RawFolder.Read<Integer> labels = folder.read(
                    labelsFile,
                    (in, bytes) -> checked(
                            in, labelsFile, folder, (data, file) -> checkLabels(data, file, classNames.size())));
            if (images.content().count() != labels.content()) {
                throw DahlquistException.data(
                        "images and labels must be equal in number, but %s has %,d images and %s has %,d labels; fetch"
                                + " both again",
                        folder.path(imagesFile), images.content().count(), labelsFile, labels.content());
            }
            headers.add(images.content());
            pairs.add(new Pair(images.source(), labels.source(), labels.content()));
        }
        Header train = headers.get(0);
        Header test = headers.get(1);
        if (train.rows() != test.rows() || train.columns() != test.columns()) {
            throw DahlquistException.data(
                    "training and test images must have one size, but in %s they are %d x %d and %d x %d; fetch them"
                            + " again",
                    path, train.rows(), train.columns(), test.rows(), test.columns());
        }
        ImageShape shape = new ImageShape(1, train.rows(), train.columns());
        return new IdxSource(name, classNames, shape, pairs.get(0), pairs.get(1));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public List<String> classNames() {
        return List.of(classNames);
    }

    @Override
    public int size(Split split) {
        return pair(split).size();
    }

    @Override
    public List<Manifest.Source> files() {
        return List.of(train.images(), train.labels(), test.images(), test.labels());
    }

    @Override
    public List<Sample> read(Configuration hadoop, Split split, int from, int to, long firstId) {
        Pair pair = pair(split);
        List<Sample> samples = new ArrayList<>(to - from);
        try (InputStream images = content(
                        RawFolder.stream(hadoop, pair.images().path()),
                        pair.images().path());
                InputStream labels = content(
                        RawFolder.stream(hadoop, pair.labels().path()),
                        pair.labels().path())) {
            images.skipNBytes(IMAGES_HEADER_BYTES + (long) from * shape.size());
            labels.skipNBytes(LABELS_HEADER_BYTES + (long) from);
            for (int index = from; index < to; index++) {
                byte[] image = images.readNBytes(shape.size());
                int label = labels.read();
                if (image.length < shape.size() || label < 0) {
                    throw new EOFException("the file ends before sample " + index);
                }
                samples.add(new Sample(firstId + index - from, label, image));
            }
        } catch (IOException e) {
            throw RawFolder.unreadable(pair.images().path(), e);
        }
        return samples;
    }

    private Pair pair(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    private static String present(RawFolder folder, String name) {
        return !folder.has(name) && folder.has(name + GZIP) ? name + GZIP : name;
    }

    private static InputStream content(InputStream in, String file) throws IOException {
        return file.endsWith(GZIP) ? new GZIPInputStream(in, 1 << 16) : in;
    }

    @FunctionalInterface
    private interface Check<T> {
        T read(DataInputStream in, String file) throws IOException;
    }

    /** Runs a check on the decompressed content, which must end where the check ends. */
    private static <T> T checked(InputStream in, String name, RawFolder folder, Check<T> check) throws IOException {
        String file = folder.path(name);
        try {
            DataInputStream data = new DataInputStream(content(in, name));
            T result = check.read(data, file);
            if (data.read() >= 0) {
                throw DahlquistException.data(
                        "%s must end after the items its header promises, but has more bytes; fetch it again", file);
            }
            return result;
        } catch (EOFException e) {
            throw DahlquistException.data(
                            "%s must have all the items its header promises, but is cut off; fetch it again", file)
                    .causedBy(e);
        } catch (ZipException e) {
            throw DahlquistException.data(
                            "%s must be a gzip file, as its name says, but is damaged (%s); fetch it again",
                            file, e.getMessage())
                    .causedBy(e);
        }
    }

    private static Header checkImages(DataInputStream in, String file) throws IOException {
        int count = checkStart(in, file, IMAGES_MAGIC);
        Header header = new Header(count, in.readInt(), in.readInt());
        boolean plausible =
                header.rows() > 0 && header.columns() > 0 && header.rows() <= MAX_SIDE && header.columns() <= MAX_SIDE;
        if (!plausible) {
            throw DahlquistException.data(
                    "%s: images must have from 1 to %d rows and columns, but the header says %d x %d; fetch it again",
                    file, MAX_SIDE, header.rows(), header.columns());
        }
        in.skipNBytes((long) count * header.rows() * header.columns());
        return header;
    }

    private static int checkLabels(DataInputStream in, String file, int classes) throws IOException {
        int count = checkStart(in, file, LABELS_MAGIC);
        for (int index = 0; index < count; index++) {
            int label = in.readUnsignedByte();
            if (label >= classes) {
                throw DahlquistException.data(
                        "%s: a label must be from 0 to %d, but record %d has %d; fetch the file again",
                        file, classes - 1, index, label);
            }
        }
        return count;
    }

    private static int checkStart(DataInputStream in, String file, int magic) throws IOException {
        int found = in.readInt();
        if (found != magic) {
            throw DahlquistException.data(
                    "%s must begin with 0x%08x (idx, unsigned bytes, %d dimensions), but begins with 0x%08x; is it"
                            + " another file, or compressed without .gz in its name?",
                    file, magic, magic & 0xFF, found);
        }
        int count = in.readInt();
        if (count < 1) {
            throw DahlquistException.data("%s must hold at least one item, but holds %d; fetch it again", file, count);
        }
        return count;
    }
}
