package org.dahlquist.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.dahlquist.DahlquistException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of one or two label bytes and 3,072 bytes of pixels (CHW).
 *
 * <p>CIFAR-10 reads {@code data_batch_1.bin} and those that follow it, up to 5, and {@code test_batch.bin}; CIFAR-100
 * reads {@code train.bin} and {@code test.bin} and uses the fine label. Reference: A. Krizhevsky, "Learning multiple
 * layers of features from tiny images", 2009.
 */
public final class CifarSource implements ImageSource {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CifarSource.class);
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final int BATCHES = 5;
    private static final List<String> CIFAR10_NAMES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final String name;
    private final int[] labelLimits;
    private final String[] classNames;
    private final Batch[] train;
    private final Batch[] test;

    private record Batch(Manifest.Source source, int records) implements java.io.Serializable {}

    private CifarSource(String name, int[] labelLimits, List<String> classNames, List<Batch> train, Batch test) {
        this.name = name;
        this.labelLimits = labelLimits;
        this.classNames = classNames.toArray(String[]::new);
        this.train = train.toArray(Batch[]::new);
        this.test = new Batch[] {test};
    }

    /**
     * Opens and checks CIFAR-10. Reads every file once.
     *
     * @param hadoop finds the file system
     * @param path folder with {@code data_batch_1.bin} … and {@code test_batch.bin}; class names from
     *     {@code batches.meta.txt} if it is there
     * @throws DahlquistException (DATA) if a file is missing, cut off, has a wrong label or another digest
     */
    public static CifarSource cifar10(Configuration hadoop, String path) {
        RawFolder folder = RawFolder.open(hadoop, path);
        int[] limits = {CIFAR10_NAMES.size()};
        int last = IntStream.rangeClosed(1, BATCHES)
                .filter(i -> folder.has(batchName(i)))
                .max()
                .orElse(1);
        List<Batch> train = new ArrayList<>();
        for (int i = 1; i <= last; i++) {
            if (!folder.has(batchName(i)) && i < last) {
                throw DahlquistException.data(
                        "the batches must be there without a gap, but %s has %s and no %s; fetch the missing one",
                        path, batchName(last), batchName(i));
            }
            train.add(check(folder, batchName(i), limits));
        }
        Batch test = check(folder, "test_batch.bin", limits);
        if (last < BATCHES) {
            LOG.info("{} has {} of {} training batches; training uses these", path, last, BATCHES);
        }
        return new CifarSource("cifar10", limits, folder.names("batches.meta.txt", CIFAR10_NAMES), train, test);
    }

    /**
     * Opens and checks CIFAR-100 with its 100 fine labels. Reads every file once.
     *
     * @param hadoop finds the file system
     * @param path folder with {@code train.bin} and {@code test.bin}; class names from {@code fine_label_names.txt} if it
     *     is there, else numbers
     * @throws DahlquistException (DATA) if a file is missing, cut off, has a wrong label or another digest
     */
    public static CifarSource cifar100(Configuration hadoop, String path) {
        RawFolder folder = RawFolder.open(hadoop, path);
        int[] limits = {20, 100};
        List<String> numbers =
                IntStream.range(0, limits[1]).mapToObj(String::valueOf).toList();
        Batch train = check(folder, "train.bin", limits);
        Batch test = check(folder, "test.bin", limits);
        List<String> names = folder.names("fine_label_names.txt", numbers);
        return new CifarSource("cifar100", limits, names, List.of(train), test);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public List<String> classNames() {
        return List.of(classNames);
    }

    @Override
    public int size(Split split) {
        return Arrays.stream(batches(split)).mapToInt(Batch::records).sum();
    }

    @Override
    public List<Manifest.Source> files() {
        List<Manifest.Source> files = new ArrayList<>();
        for (Split split : Split.values()) {
            Arrays.stream(batches(split)).map(Batch::source).forEach(files::add);
        }
        return files;
    }

    @Override
    public List<Sample> read(Configuration hadoop, Split split, int from, int to, long firstId) {
        List<Sample> samples = new ArrayList<>(to - from);
        int start = 0;
        for (Batch batch : batches(split)) {
            int first = Math.max(from, start) - start;
            int end = Math.min(to, start + batch.records()) - start;
            if (first < end) {
                readBatch(hadoop, batch, first, end, firstId - from + start, samples);
            }
            start += batch.records();
        }
        return samples;
    }

    /** Reads records {@code first … end − 1} of one file; record 0 of it has the id {@code idOfFirstRecord}. */
    private void readBatch(
            Configuration hadoop, Batch batch, int first, int end, long idOfFirstRecord, List<Sample> samples) {
        int recordBytes = labelLimits.length + SHAPE.size();
        byte[] head = new byte[labelLimits.length];
        try (FSDataInputStream in = RawFolder.stream(hadoop, batch.source().path())) {
            in.seek((long) first * recordBytes);
            for (int record = first; record < end; record++) {
                in.readFully(head);
                byte[] image = new byte[SHAPE.size()];
                in.readFully(image);
                samples.add(new Sample(idOfFirstRecord + record, head[head.length - 1] & 0xFF, image));
            }
        } catch (IOException e) {
            throw RawFolder.unreadable(batch.source().path(), e);
        }
    }

    private Batch[] batches(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    private static String batchName(int number) {
        return "data_batch_" + number + ".bin";
    }

    private static Batch check(RawFolder folder, String file, int[] labelLimits) {
        RawFolder.Read<Integer> read =
                folder.read(file, (in, bytes) -> checkRecords(in, bytes, folder.path(file), labelLimits));
        return new Batch(read.source(), read.content());
    }

    /** Number of records, each with labels below their limits. */
    private static int checkRecords(InputStream in, long bytes, String file, int[] labelLimits) throws IOException {
        int recordBytes = labelLimits.length + SHAPE.size();
        if (bytes % recordBytes != 0 || bytes / recordBytes > Integer.MAX_VALUE) {
            throw DahlquistException.data(
                    "%s has %,d bytes; a CIFAR batch is a whole number of records of %,d bytes (%d of labels, %,d of"
                            + " pixels); fetch it again",
                    file, bytes, recordBytes, labelLimits.length, SHAPE.size());
        }
        int records = (int) (bytes / recordBytes);
        byte[] buffer = new byte[recordBytes];
        for (int record = 0; record < records; record++) {
            if (in.readNBytes(buffer, 0, recordBytes) != recordBytes) {
                throw new EOFException("the file ends in record " + record);
            }
            for (int i = 0; i < labelLimits.length; i++) {
                if ((buffer[i] & 0xFF) >= labelLimits[i]) {
                    throw DahlquistException.data(
                            "%s: a label must be from 0 to %d, but record %d has %d; fetch the file again",
                            file, labelLimits[i] - 1, record, buffer[i] & 0xFF);
                }
            }
        }
        return records;
    }
}
