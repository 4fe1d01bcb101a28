package org.dahlquist.image;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Locale;
import org.dahlquist.image.BadImageException.Reason;

/** JPEG by the system's libturbojpeg, at the scales whose inverse transforms have SIMD: 1, 1/2, 1/4 and also 1/8. */
final class TurboJpegDecoder implements ImageDecoder {
    static final int FLAGS = TurboJpegLibrary.STOP_ON_WARNING | TurboJpegLibrary.LIMIT_SCANS;
    private static final int LARGEST_REDUCTION = 8;

    private final NativeBuffer input = new NativeBuffer();
    private final NativeBuffer output = new NativeBuffer();

    @Override
    public RgbImage decode(byte[] file, DecodeOptions options) throws BadImageException {
        JpegHeader header = JpegHeader.of(file);
        options.check(header.width(), header.height());
        int reduction = reduction(header.width(), header.height(), options.shorterSide());
        int width = reduced(header.width(), reduction);
        int height = reduced(header.height(), reduction);
        RgbImage image = new RgbImage(width, height, pixels(file, header.colour(), width, height));
        return options.applyExifOrientation() ? ExifOrientation.upright(image, header.orientation()) : image;
    }

    private byte[] pixels(byte[] file, JpegHeader.Colour colour, int width, int height) throws BadImageException {
        boolean cmyk = colour == JpegHeader.Colour.CMYK || colour == JpegHeader.Colour.YCCK;
        int format = cmyk ? TurboJpegLibrary.CMYK : TurboJpegLibrary.RGB;
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), cmyk ? 4 : 3)];
        Memory jpeg = input.holding(file);
        Memory out = output.ofSize(pixels.length);
        run(handle -> TurboJpegLibrary.tjDecompress2(handle, jpeg, file.length, out, width, 0, height, format, FLAGS));
        out.read(0, pixels, 0, pixels.length);
        return cmyk ? JpegColours.rgb(pixels, JpegHeader.Colour.CMYK) : pixels;
    }

    /** Largest power of two by which both sides may shrink so that the shorter one keeps its length. */
    static int reduction(int width, int height, int shorterSide) {
        int reduction = 1;
        while (2 * reduction <= LARGEST_REDUCTION && reduced(Math.min(width, height), 2 * reduction) >= shorterSide) {
            reduction *= 2;
        }
        return reduction;
    }

    /** Length of a side at a reduced scale, as libjpeg rounds it. */
    static int reduced(int side, int reduction) {
        return (side + reduction - 1) / reduction;
    }

    /** One file's decoding by a decompressor of libjpeg, which returns a status. */
    interface Decompression {
        int by(Pointer handle);
    }

    /**
     * Decodes a file by a decompressor of its own: libjpeg keeps the tables of earlier files, and with those a damaged one
     * that lacks some would become pixels that depend on what was decoded before.
     */
    static void run(Decompression decompression) throws BadImageException {
        Pointer handle = TurboJpegLibrary.tjInitDecompress();
        try {
            check(decompression.by(handle), handle);
        } finally {
            TurboJpegLibrary.tjDestroy(handle);
        }
    }

    /** Refuses the file if libjpeg returned an error or, as decoding stops there, a warning. */
    static void check(int status, Pointer handle) throws BadImageException {
        if (status != 0) {
            String message = TurboJpegLibrary.tjGetErrorStr2(handle);
            boolean ends = message.toLowerCase(Locale.ROOT).contains("premature end");
            throw new BadImageException(ends ? Reason.TRUNCATED : Reason.CORRUPT, "libjpeg says: %s", message);
        }
    }

    @Override
    public void close() {
        input.close();
        output.close();
    }
}
