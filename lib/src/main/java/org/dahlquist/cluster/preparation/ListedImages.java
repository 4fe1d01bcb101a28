package org.dahlquist.cluster.preparation;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.DahlquistException;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.cluster.SparkFailures;
import org.dahlquist.dataset.ImageFiles;
import org.dahlquist.dataset.ImageList;
import org.dahlquist.dataset.ImageListWriter;
import org.dahlquist.dataset.ImageListing;
import org.dahlquist.dataset.Split;

/**
 * The images of both parts of a dataset, listed and shuffled; the lists lie in files.
 *
 * @param train the training images
 * @param test the test images
 */
record ListedImages(ImageList train, ImageList test) implements Serializable {
    private static final int SLICES_PER_SLOT = 2;

    /** A folder or archive with the part that its images belong to. */
    private record Piece(Split split, ImageListing listing) implements Serializable {
        static Stream<Piece> of(ImageFiles files, Split split) {
            return files.split(split).stream().map(listing -> new Piece(split, listing));
        }
    }

    /** Lists on the cluster, each task a share of the folders and archives, into files in a folder. */
    static ListedImages list(
            JavaSparkContext spark, Broadcast<HadoopSettings> hadoop, ImageFiles files, long seed, Path folder) {
        List<Piece> pieces = Stream.of(Split.values())
                .flatMap(split -> Piece.of(files, split))
                .toList();
        int slices = Math.max(1, Math.min(pieces.size(), SLICES_PER_SLOT * spark.defaultParallelism()));
        String target = folder.toString();
        ListedImages listed = SparkFailures.unwrap(() -> spark.parallelize(pieces, slices)
                .mapPartitionsWithIndex(
                        (slice, share) -> List.of(list(hadoop.value().value(), share, seed, new Path(target), slice))
                                .iterator(),
                        true)
                .reduce(ListedImages::plus));
        for (Split split : Split.values()) {
            if (listed.split(split).size() == 0) {
                throw DahlquistException.data(
                        "%s must have at least one image in its %s part, but has none; correct data.path",
                        files.name(), split.key());
            }
        }
        return listed;
    }

    private static ListedImages list(Configuration hadoop, Iterator<Piece> pieces, long seed, Path folder, int slice) {
        Map<Split, ImageListWriter> lists = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            String name = String.format(Locale.ROOT, "%s-%05d", split.key(), slice);
            lists.put(split, new ImageListWriter(hadoop, folder, name, seed, split));
        }
        pieces.forEachRemaining(piece -> piece.listing().list(hadoop, lists.get(piece.split())));
        return new ListedImages(
                lists.get(Split.TRAIN).finish(), lists.get(Split.TEST).finish());
    }

    private ListedImages plus(ListedImages other) {
        return new ListedImages(train.plus(other.train), test.plus(other.test));
    }

    /** The list of a part. */
    ImageList split(Split split) {
        return split == Split.TRAIN ? train : test;
    }
}
