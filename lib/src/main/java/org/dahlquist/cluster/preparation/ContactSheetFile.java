package org.dahlquist.cluster.preparation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.NewFiles;
import org.dahlquist.dataset.ShardRow;
import org.dahlquist.dataset.ShardRows;
import org.dahlquist.dataset.Split;
import org.dahlquist.image.BadImageException;
import org.dahlquist.image.DecodeOptions;
import org.dahlquist.image.ImageCodec;
import org.dahlquist.image.ImageDecoder;
import org.dahlquist.image.RgbImage;
import org.dahlquist.run.report.ContactSheet;
import org.dahlquist.run.report.Plots;

/** Writes {@code contact-sheet.png}: the first images of each part, which are random ones, as shards are shuffled. */
final class ContactSheetFile {
    private static final String NAME = "contact-sheet.png";
    private static final int IMAGES_PER_PART = 24;
    private static final int MAX_PIXELS = 1 << 28;

    private final Configuration hadoop;
    private final Path folder;
    private final Manifest manifest;
    private final ImageDecoder decoder;

    private ContactSheetFile(Configuration hadoop, Path folder, Manifest manifest, ImageDecoder decoder) {
        this.hadoop = hadoop;
        this.folder = folder;
        this.manifest = manifest;
        this.decoder = decoder;
    }

    /** Writes the sheet of a prepared dataset. */
    static void write(Configuration hadoop, Path folder, Manifest manifest) {
        Path file = new Path(folder, NAME);
        try (ImageCodec codec = ImageCodec.open(ImageCodec.AUTO)) {
            ContactSheetFile sheet = new ContactSheetFile(hadoop, folder, manifest, codec.decoder());
            BufferedImage image = ContactSheet.draw(List.of(sheet.group(Split.TRAIN), sheet.group(Split.TEST)));
            try (OutputStream out = NewFiles.create(file.getFileSystem(hadoop), file)) {
                out.write(Plots.png(image));
            }
        } catch (BadImageException e) {
            throw new IllegalStateException("a shard in " + folder + " holds a damaged image", e);
        } catch (IOException e) {
            throw DahlquistException.data(
                            "%s cannot be written (%s); check that the folder is writable and has space left", file, e)
                    .causedBy(e);
        }
    }

    private ContactSheet.Group group(Split split) throws IOException, BadImageException {
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

    private ContactSheet.Tile tile(ShardRow row) throws BadImageException {
        return new ContactSheet.Tile(
                manifest.encoding() == Manifest.Encoding.RAW ? raw(row.image(), manifest.shape()) : jpeg(row.image()),
                caption(row));
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

    private static BufferedImage raw(byte[] chw, ImageShape shape) {
        int plane = shape.height() * shape.width();
        return image(shape.width(), shape.height(), i -> rgb(chw[i], chw[plane + i], chw[2 * plane + i]));
    }

    /** Decoded no larger than a tile needs. */
    private BufferedImage jpeg(byte[] file) throws BadImageException {
        RgbImage decoded = decoder.decode(file, new DecodeOptions(ContactSheet.TILE, false, MAX_PIXELS));
        byte[] rgb = decoded.pixels();
        return image(decoded.width(), decoded.height(), i -> rgb(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]));
    }

    private static int rgb(byte red, byte green, byte blue) {
        return (red & 0xFF) << 16 | (green & 0xFF) << 8 | blue & 0xFF;
    }

    private static BufferedImage image(int width, int height, IntUnaryOperator pixel) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = IntStream.range(0, width * height).map(pixel).toArray();
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        return image;
    }
}
