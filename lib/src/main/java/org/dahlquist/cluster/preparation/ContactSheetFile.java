package org.dahlquist.cluster.preparation;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.NewFiles;
import org.dahlquist.dataset.ShardRow;
import org.dahlquist.dataset.ShardRows;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.report.ContactSheet;
import org.dahlquist.run.report.Plots;

/** Writes {@code contact-sheet.png}: the first images of each part, which are random ones, as shards are shuffled. */
final class ContactSheetFile {
    private static final String NAME = "contact-sheet.png";
    private static final int IMAGES_PER_PART = 32;

    private final Configuration hadoop;
    private final Path folder;
    private final Manifest manifest;

    private ContactSheetFile(Configuration hadoop, Path folder, Manifest manifest) {
        this.hadoop = hadoop;
        this.folder = folder;
        this.manifest = manifest;
    }

    /** Writes the sheet of a prepared dataset. */
    static void write(Configuration hadoop, Path folder, Manifest manifest) {
        Path file = new Path(folder, NAME);
        try {
            ContactSheetFile sheet = new ContactSheetFile(hadoop, folder, manifest);
            BufferedImage image = ContactSheet.draw(List.of(sheet.group(Split.TRAIN), sheet.group(Split.TEST)));
            try (OutputStream out = NewFiles.create(file.getFileSystem(hadoop), file)) {
                out.write(Plots.png(image));
            }
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    private ContactSheet.Group group(Split split) throws IOException {
        List<ContactSheet.Tile> tiles = new ArrayList<>();
        for (Manifest.Shard shard : manifest.split(split).shards()) {
            if (tiles.size() == IMAGES_PER_PART) {
                break;
            }
            try (ShardRows rows = new ShardRows(hadoop, Manifest.shardPath(folder, split, shard), manifest.format())) {
                for (int row = 0; row < shard.rows() && tiles.size() < IMAGES_PER_PART; row++) {
                    tiles.add(tile(rows.get(row)));
                }
            }
        }
        String heading = String.format(
                Locale.ROOT,
                "%s, %s part: %d of %,d images",
                manifest.dataset(),
                split.key(),
                tiles.size(),
                manifest.split(split).rows());
        return new ContactSheet.Group(heading, tiles);
    }

    private ContactSheet.Tile tile(ShardRow row) throws IOException {
        BufferedImage image = manifest.encoding() == Manifest.Encoding.RAW
                ? pixels(row.image(), manifest.shape())
                : ImageIO.read(new ByteArrayInputStream(row.image()));
        return new ContactSheet.Tile(image, caption(row));
    }

    private String caption(ShardRow row) {
        if (row.label() >= 0) {
            return firstWord(manifest.labels().get(row.label()));
        }
        return IntStream.range(0, row.presence().length)
                .filter(label -> row.presence()[label] == 1)
                .mapToObj(label -> firstWord(manifest.labels().get(label)))
                .collect(Collectors.joining(", "));
    }

    /** The first of several synonyms. */
    private static String firstWord(String name) {
        return name.split(",")[0];
    }

    private static BufferedImage pixels(byte[] chw, ImageShape shape) {
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
        int plane = shape.height() * shape.width();
        for (int i = 0; i < plane; i++) {
            int rgb = (chw[i] & 0xFF) << 16 | (chw[plane + i] & 0xFF) << 8 | chw[2 * plane + i] & 0xFF;
            image.setRGB(i % shape.width(), i / shape.width(), rgb);
        }
        return image;
    }
}
