package org.dahlquist.dataset;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Where all images of one part of a dataset lie, in columns.
 *
 * <p>Memory: 29 bytes and the file name for each image, so about 50 bytes, and three times that while indexes are merged;
 * ImageNet's 1.28 million images take 65 MB. Immutable; safe to share between threads.
 */
public final class ImageIndex implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ImageFault[] FAULTS = ImageFault.values();

    private final String[] containers;
    private final int[] container;
    private final long[] offsets;
    private final long[] lengths;
    private final int[] labels;
    private final byte[] faults;
    private final int[] nameEnds;
    private final byte[] names;
    /** Bytes of presence per image: the number of classes, or 0 where an image has one class. */
    private final int presenceSize;

    private final byte[] presence;

    private ImageIndex(String[] containers, int size, int nameBytes, int presenceSize) {
        this.containers = containers;
        this.container = new int[size];
        this.offsets = new long[size];
        this.lengths = new long[size];
        this.labels = new int[size];
        this.faults = new byte[size];
        this.nameEnds = new int[size];
        this.names = new byte[nameBytes];
        this.presenceSize = presenceSize;
        this.presence = new byte[Math.multiplyExact(size, presenceSize)];
    }

    /** An index of these images, in their order. */
    public static ImageIndex of(List<ImageEntry> entries) {
        Map<String, Integer> containers = new LinkedHashMap<>();
        List<byte[]> names = new ArrayList<>(entries.size());
        for (ImageEntry entry : entries) {
            containers.putIfAbsent(entry.container(), containers.size());
            names.add(entry.name().getBytes(StandardCharsets.UTF_8));
        }
        ImageIndex index = new ImageIndex(
                containers.keySet().toArray(String[]::new),
                entries.size(),
                names.stream().mapToInt(name -> name.length).reduce(0, Math::addExact),
                entries.isEmpty() ? 0 : entries.get(0).presence().length);
        for (int i = 0; i < entries.size(); i++) {
            ImageEntry entry = entries.get(i);
            index.container[i] = containers.get(entry.container());
            index.offsets[i] = entry.offset();
            index.lengths[i] = entry.length();
            index.labels[i] = entry.label();
            index.faults[i] = (byte) entry.fault().ordinal();
            index.putName(i, names.get(i), 0, names.get(i).length);
            System.arraycopy(entry.presence(), 0, index.presence, i * index.presenceSize, index.presenceSize);
        }
        return index;
    }

    /**
     * All images of several indexes, ordered by label, then by the bytes of the name.
     *
     * <p>The order does not depend on how the images are spread over files and indexes. O(n log n) comparisons.
     */
    public static ImageIndex merge(List<ImageIndex> parts) {
        ImageIndex all = concatenation(parts);
        int[] order = IntStream.range(0, all.size())
                .boxed()
                .sorted(all::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        ImageIndex sorted = new ImageIndex(all.containers, all.size(), all.names.length, all.presenceSize);
        for (int i = 0; i < order.length; i++) {
            sorted.put(i, all, order[i], all.container[order[i]]);
        }
        return sorted;
    }

    private static ImageIndex concatenation(List<ImageIndex> parts) {
        Map<String, Integer> containers = new LinkedHashMap<>();
        parts.forEach(part -> Arrays.stream(part.containers)
                .forEach(container -> containers.putIfAbsent(container, containers.size())));
        ImageIndex all = new ImageIndex(
                containers.keySet().toArray(String[]::new),
                parts.stream().mapToInt(ImageIndex::size).reduce(0, Math::addExact),
                parts.stream().mapToInt(part -> part.names.length).reduce(0, Math::addExact),
                parts.stream().mapToInt(part -> part.presenceSize).max().orElse(0));
        int next = 0;
        for (ImageIndex part : parts) {
            for (int i = 0; i < part.size(); i++, next++) {
                all.put(next, part, i, containers.get(part.containers[part.container[i]]));
            }
        }
        return all;
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** One image. */
    public ImageEntry entry(int ordinal) {
        int start = nameStart(ordinal);
        return new ImageEntry(
                containers[container[ordinal]],
                offsets[ordinal],
                lengths[ordinal],
                new String(names, start, nameEnds[ordinal] - start, StandardCharsets.UTF_8),
                labels[ordinal],
                Arrays.copyOfRange(presence, ordinal * presenceSize, (ordinal + 1) * presenceSize),
                FAULTS[faults[ordinal]]);
    }

    /** Bytes of all images. */
    public long bytes() {
        return Arrays.stream(lengths).sum();
    }

    /**
     * SHA-256 of the list of images, hexadecimal: a line {@code label TAB name TAB length} for each, in order.
     *
     * <p>It tells datasets apart by what they hold, not by where it lies, and costs no second pass over the images.
     */
    public String digest() {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        for (int i = 0; i < size(); i++) {
            int start = nameStart(i);
            sha256.update((labels[i] + "\t").getBytes(StandardCharsets.UTF_8));
            sha256.update(names, start, nameEnds[i] - start);
            sha256.update(("\t" + lengths[i] + "\n").getBytes(StandardCharsets.UTF_8));
            sha256.update(presence, i * presenceSize, presenceSize);
        }
        return java.util.HexFormat.of().formatHex(sha256.digest());
    }

    private int compare(int a, int b) {
        int byLabel = Integer.compare(labels[a], labels[b]);
        if (byLabel != 0) {
            return byLabel;
        }
        int byName = Arrays.compareUnsigned(names, nameStart(a), nameEnds[a], names, nameStart(b), nameEnds[b]);
        return byName != 0 ? byName : Long.compare(offsets[a], offsets[b]);
    }

    private void put(int ordinal, ImageIndex from, int source, int containerNumber) {
        container[ordinal] = containerNumber;
        offsets[ordinal] = from.offsets[source];
        lengths[ordinal] = from.lengths[source];
        labels[ordinal] = from.labels[source];
        faults[ordinal] = from.faults[source];
        putName(ordinal, from.names, from.nameStart(source), from.nameEnds[source]);
        System.arraycopy(
                from.presence, source * from.presenceSize, presence, ordinal * presenceSize, from.presenceSize);
    }

    private void putName(int ordinal, byte[] source, int from, int to) {
        int start = nameStart(ordinal);
        System.arraycopy(source, from, names, start, to - from);
        nameEnds[ordinal] = start + to - from;
    }

    private int nameStart(int ordinal) {
        return ordinal == 0 ? 0 : nameEnds[ordinal - 1];
    }
}
