package org.dahlquist.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns images upright as tag 0x0112 of their EXIF data says (CIPA DC-008, Orientation). */
final class ExifOrientation {
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;
    /** "Exif" and two zero bytes, before the TIFF structure. */
    private static final int PREFIX = 6;

    private static final int LAST = 8;

    private ExifOrientation() {}

    /** Orientation from 1 to 8 of an EXIF segment; {@link #UPRIGHT} if it names none or is damaged, as viewers do. */
    static int of(byte[] file, int start, int length) {
        if (length < PREFIX + 8) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(file, start + PREFIX, length - PREFIX).slice();
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (directory + 2 > tiff.limit()) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
        for (int i = 0; i < entries; i++) {
            int entry = (int) directory + 2 + i * ENTRY_BYTES;
            if (entry + ENTRY_BYTES > tiff.limit()) {
                return UPRIGHT;
            }
            if (tiff.getShort(entry) == TAG && tiff.getShort(entry + 2) == SHORT) {
                int value = tiff.getShort(entry + 8);
                return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Whether width and height change places. */
    static boolean transposes(int orientation) {
        return orientation > 4;
    }

    /** The image turned upright. */
    static RgbImage upright(RgbImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        boolean transposed = transposes(orientation);
        int width = transposed ? image.height() : image.width();
        int height = transposed ? image.width() : image.height();
        byte[] upright = new byte[image.pixels().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = RgbImage.CHANNELS * source(image, orientation, x, y);
                System.arraycopy(image.pixels(), from, upright, RgbImage.CHANNELS * (y * width + x), RgbImage.CHANNELS);
            }
        }
        return new RgbImage(width, height, upright);
    }

    /** Index of the stored pixel that belongs at (x, y) of the upright image. */
    private static int source(RgbImage image, int orientation, int x, int y) {
        int right = image.width() - 1;
        int bottom = image.height() - 1;
        return switch (orientation) {
            case 2 -> y * image.width() + right - x;
            case 3 -> (bottom - y) * image.width() + right - x;
            case 4 -> (bottom - y) * image.width() + x;
            case 5 -> x * image.width() + y;
            case 6 -> (bottom - x) * image.width() + y;
            case 7 -> (bottom - x) * image.width() + right - y;
            case 8 -> x * image.width() + right - y;
            default -> y * image.width() + x;
        };
    }
}
