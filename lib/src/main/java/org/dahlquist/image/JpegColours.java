package org.dahlquist.image;

/**
 * From the components of a JPEG to RGB: the full-range YCbCr of JFIF (ITU-R BT.601), and Adobe's inverted CMYK.
 *
 * <p>R = Y + 1.402 (Cr − 128), G = Y − 0.344136 (Cb − 128) − 0.714136 (Cr − 128), B = Y + 1.772 (Cb − 128), in fixed point
 * of 16 bits.
 */
final class JpegColours {
    private static final int BITS = 16;
    private static final int HALF = 1 << BITS - 1;
    private static final int CR_TO_RED = fixed(1.402);
    private static final int CB_TO_GREEN = fixed(0.344136286);
    private static final int CR_TO_GREEN = fixed(0.714136286);
    private static final int CB_TO_BLUE = fixed(1.772);

    private JpegColours() {}

    /**
     * RGB of interleaved components.
     *
     * @param components 1 byte (grey), 3 or 4 for each pixel
     * @param colour what they mean
     */
    static byte[] rgb(byte[] components, JpegHeader.Colour colour) {
        return switch (colour) {
            case GREY -> fromGrey(components);
            case RGB -> components;
            case YCC -> fromYcc(components);
            case CMYK -> fromInvertedCmyk(components);
            case YCCK -> fromInvertedYcck(components);
        };
    }

    private static byte[] fromGrey(byte[] grey) {
        byte[] rgb = new byte[3 * grey.length];
        for (int i = 0; i < grey.length; i++) {
            rgb[3 * i] = grey[i];
            rgb[3 * i + 1] = grey[i];
            rgb[3 * i + 2] = grey[i];
        }
        return rgb;
    }

    private static byte[] fromYcc(byte[] ycc) {
        byte[] rgb = new byte[ycc.length];
        for (int i = 0; i < ycc.length; i += 3) {
            convert(ycc, i, rgb, i);
        }
        return rgb;
    }

    private static byte[] fromInvertedCmyk(byte[] cmyk) {
        byte[] rgb = new byte[cmyk.length / 4 * 3];
        for (int from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
            int black = cmyk[from + 3] & 0xFF;
            for (int c = 0; c < 3; c++) {
                rgb[to + c] = (byte) share(cmyk[from + c] & 0xFF, black);
            }
        }
        return rgb;
    }

    /** YCCK holds the complement of CMY as YCbCr; it is inverted once more. */
    private static byte[] fromInvertedYcck(byte[] ycck) {
        byte[] rgb = new byte[ycck.length / 4 * 3];
        for (int from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
            int black = ycck[from + 3] & 0xFF;
            convert(ycck, from, rgb, to);
            for (int c = 0; c < 3; c++) {
                rgb[to + c] = (byte) share(255 - (rgb[to + c] & 0xFF), black);
            }
        }
        return rgb;
    }

    private static void convert(byte[] ycc, int from, byte[] rgb, int to) {
        int y = ((ycc[from] & 0xFF) << BITS) + HALF;
        int cb = (ycc[from + 1] & 0xFF) - 128;
        int cr = (ycc[from + 2] & 0xFF) - 128;
        rgb[to] = clamp(y + CR_TO_RED * cr >> BITS);
        rgb[to + 1] = clamp(y - CB_TO_GREEN * cb - CR_TO_GREEN * cr >> BITS);
        rgb[to + 2] = clamp(y + CB_TO_BLUE * cb >> BITS);
    }

    /** a · b / 255, rounded. */
    static int share(int a, int b) {
        return (a * b + 127) / 255;
    }

    private static byte clamp(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    private static int fixed(double factor) {
        return (int) Math.round(factor * (1 << BITS));
    }
}
