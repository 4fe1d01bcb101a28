package org.dahlquist.cluster.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.dataset.FileDigest;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardFormat;
import org.dahlquist.dataset.ShardRow;
import org.dahlquist.dataset.ShardWriter;
import org.dahlquist.dataset.Split;
import org.dahlquist.image.ImageCodec;
import org.dahlquist.image.RgbImage;

/** Three classes of smooth 40 x 40 images that differ in colour, as JPEG of highest quality or raw: 96 and 12 of them. */
final class EncodedDataset {
    static final int SIDE = 40;
    static final int TRAIN = 96;
    static final int TEST = 12;
    static final int SHARD_ROWS = 16;

    private static final int CLASSES = 3;

    private EncodedDataset() {}

    /** Writes the prepared dataset. */
    static Manifest write(Path folder, Manifest.Encoding encoding) {
        ShardFormat format = new ShardFormat(encoding, new ImageShape(3, SIDE, SIDE), 0);
        Manifest manifest = new Manifest(
                Manifest.SCHEMA_VERSION,
                "smooth",
                encoding,
                Manifest.Labelling.SINGLE,
                "",
                format.shape(),
                List.of("red", "green", "blue"),
                new double[] {0.5, 0.5, 0.5},
                new double[] {0.25, 0.25, 0.25},
                1,
                List.of(),
                part(folder, format, Split.TRAIN, 0, TRAIN),
                part(folder, format, Split.TEST, TRAIN, TEST));
        manifest.write(new Configuration(), folder);
        return manifest;
    }

    private static Manifest.Part part(Path folder, ShardFormat format, Split split, int firstId, int rows) {
        List<Manifest.Shard> shards = new ArrayList<>();
        long[] counts = new long[CLASSES];
        try (ImageCodec codec = ImageCodec.open(ImageCodec.AUTO)) {
            for (int first = 0; first < rows; first += SHARD_ROWS) {
                List<ShardRow> content = new ArrayList<>();
                for (int row = first; row < Math.min(rows, first + SHARD_ROWS); row++) {
                    int id = firstId + row;
                    RgbImage image = image(id);
                    byte[] stored = format.encoding() == Manifest.Encoding.RAW
                            ? image.planes()
                            : codec.encoder().encode(image, 100);
                    counts[id % CLASSES]++;
                    content.add(new ShardRow(id, id % CLASSES, new byte[0], stored));
                }
                String name = String.format("shard-%05d.arrow", shards.size());
                Path file = new Path(new Path(folder, split.key()), name);
                FileDigest digest = ShardWriter.write(new Configuration(), file, format, content.iterator());
                shards.add(new Manifest.Shard(name, content.size(), digest.bytes(), digest.sha256()));
            }
        }
        return new Manifest.Part(rows, counts, shards);
    }

    /** Waves of grey, stronger in the colour of the class. */
    private static RgbImage image(int id) {
        SplittableRandom random = new SplittableRandom(id);
        double right = random.nextDouble(0.05, 0.2);
        double down = random.nextDouble(0.05, 0.2);
        double phase = random.nextDouble(6);
        byte[] pixels = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            double wave = Math.sin(phase + right * (i / 3 % SIDE) + down * (i / 3 / SIDE));
            int strength = i % 3 == id % CLASSES ? 90 : 40;
            pixels[i] = (byte) Math.round(128 + strength * wave);
        }
        return new RgbImage(SIDE, SIDE, pixels);
    }
}
