package org.dahlquist.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Sample;
import org.dahlquist.dataset.ShardWriter;
import org.dahlquist.dataset.Split;

/** Three classes of noisy 1 x 8 x 8 images that differ in brightness: 100 to train on, 45 to test on. */
public final class SmallDataset {
    public static final ImageShape SHAPE = new ImageShape(1, 8, 8);
    public static final int TRAIN = 100;
    public static final int TEST = 45;
    private static final int CLASSES = 3;

    private SmallDataset() {}

    /** Writes the prepared dataset. */
    public static Manifest write(Path folder) {
        Configuration hadoop = new Configuration();
        Manifest manifest = new Manifest(
                Manifest.SCHEMA_VERSION,
                "small",
                SHAPE,
                List.of("dark", "medium", "bright"),
                new double[] {0.5},
                new double[] {0.25},
                1,
                List.of(),
                part(hadoop, folder, Split.TRAIN, 0, TRAIN, 60),
                part(hadoop, folder, Split.TEST, TRAIN, TEST, TEST));
        manifest.write(hadoop, folder);
        return manifest;
    }

    private static Manifest.Part part(
            Configuration hadoop, Path folder, Split split, int firstId, int rows, int shardRows) {
        List<Manifest.Shard> shards = new ArrayList<>();
        long[] counts = new long[CLASSES];
        for (int first = 0; first < rows; first += shardRows) {
            List<Sample> samples = new ArrayList<>();
            for (int row = first; row < Math.min(rows, first + shardRows); row++) {
                Sample sample = sample(firstId + row);
                counts[sample.label()]++;
                samples.add(sample);
            }
            String name = String.format("shard-%05d.arrow", shards.size());
            Manifest.Shard shard = new Manifest.Shard(name, samples.size(), 0, "");
            ShardWriter.write(hadoop, Manifest.shardPath(folder, split, shard), SHAPE, samples);
            shards.add(shard);
        }
        return new Manifest.Part(rows, counts, shards);
    }

    private static Sample sample(int id) {
        SplittableRandom random = new SplittableRandom(id);
        int label = random.nextInt(CLASSES);
        byte[] image = new byte[SHAPE.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (60 * label + random.nextInt(100));
        }
        return new Sample(id, label, image);
    }
}
