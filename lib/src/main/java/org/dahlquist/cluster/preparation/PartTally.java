package org.dahlquist.cluster.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dahlquist.dataset.BadImage;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardReport;
import org.dahlquist.image.ChannelSums;

/** Adds up the reports on one part's shards, in their order. Not thread-safe. */
final class PartTally {
    private static final int EXAMPLES = 3;

    private final List<Manifest.Shard> shards = new ArrayList<>();
    private final SortedMap<String, Long> bad = new TreeMap<>();
    private final SortedMap<String, Long> odd = new TreeMap<>();
    private final List<BadImage> examples = new ArrayList<>();
    private final SortedSet<String> codecs = new TreeSet<>();
    private final long[] counts;
    private ChannelSums sums;
    private long rows;
    private long sourceBytes;
    private double seconds;

    PartTally(int classes, ChannelSums none) {
        this.counts = new long[classes];
        this.sums = none;
    }

    void add(ShardReport report) {
        shards.add(report.shard());
        rows += report.shard().rows();
        sourceBytes += report.sourceBytes();
        seconds += report.seconds();
        codecs.add(report.codec());
        sums = sums.plus(ChannelSums.of(report.channelSums(), report.channelSquares(), report.pixels()));
        for (int label = 0; label < counts.length; label++) {
            counts[label] += report.countsPerClass()[label];
        }
        report.odd().forEach((what, count) -> odd.merge(what, count, Long::sum));
        for (BadImage image : report.bad()) {
            bad.merge(image.cause(), 1L, Long::sum);
            if (examples.size() < EXAMPLES) {
                examples.add(image);
            }
        }
    }

    Manifest.Part part() {
        return new Manifest.Part(rows, counts, List.copyOf(shards), bad, odd);
    }

    /** Sums over the pixels of all images. */
    ChannelSums sums() {
        return sums;
    }

    /** What decoded and encoded, more than one where executors differ. */
    SortedSet<String> codecs() {
        return codecs;
    }

    /** Number of bad images. */
    long badImages() {
        return bad.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes of the images read. */
    long sourceBytes() {
        return sourceBytes;
    }

    /** Bytes of the shards. */
    long bytes() {
        return shards.stream().mapToLong(Manifest.Shard::bytes).sum();
    }

    /** Seconds of all tasks together. */
    double seconds() {
        return seconds;
    }

    /** Bad images by cause, such as {@code truncated 2, empty 1}; "none" if there are none. */
    String causes() {
        return listed(bad);
    }

    /** Odd images by what is wrong about them, in the same form. */
    String oddities() {
        return listed(odd);
    }

    /** The first bad images, with cause and finding. */
    String examples() {
        return examples.stream()
                .map(image -> image.name() + " (" + image.cause() + ": " + image.message() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String listed(SortedMap<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
