package org.dahlquist.image;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.dahlquist.image.BadImageException.Reason;

/**
 * What the markers before the first scan of a JPEG file say (ITU-T T.81, annex B).
 *
 * @param width columns
 * @param height rows
 * @param colour what its components mean
 * @param orientation EXIF orientation, 1 (upright) to 8; 1 if there is none
 * @param bare the file without its application data and comments, which is all a decoder needs
 */
record JpegHeader(int width, int height, Colour colour, int orientation, byte[] bare) {
    private static final int SOI = 0xD8;
    private static final int SOS = 0xDA;
    private static final int EOI = 0xD9;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;
    private static final int SAMPLE_BITS = 8;
    /** Baseline, extended sequential and progressive Huffman coding; libjpeg 6 knows no other. */
    private static final List<Integer> DECODABLE_FRAMES = List.of(0xC0, 0xC1, 0xC2);

    /** Meaning of the components, by libjpeg's rules. */
    enum Colour {
        GREY,
        RGB,
        YCC,
        CMYK,
        YCCK
    }

    /**
     * Reads the header.
     *
     * @throws BadImageException if the file ends before its first scan, breaks the rules or is of a kind no codec reads
     */
    static JpegHeader of(byte[] file) throws BadImageException {
        return new Parser(file).header();
    }

    private static final class Parser {
        private final byte[] file;
        private final ByteArrayOutputStream bare;
        private int at = 2;
        private int width;
        private int height;
        private int[] componentIds = {};
        private boolean jfif;
        private int adobeTransform = -1;
        private int orientation = ExifOrientation.UPRIGHT;

        Parser(byte[] file) {
            this.file = file;
            this.bare = new ByteArrayOutputStream(file.length);
        }

        JpegHeader header() throws BadImageException {
            bare.write(0xFF);
            bare.write(SOI);
            int marker = nextMarker();
            while (marker != SOS) {
                segment(marker);
                marker = nextMarker();
            }
            if (componentIds.length == 0) {
                throw new BadImageException(Reason.CORRUPT, "has a scan before its frame header");
            }
            bare.write(file, at - 2, file.length - at + 2);
            return new JpegHeader(width, height, colour(), orientation, bare.toByteArray());
        }

        /** Steps past the next marker; libjpeg, too, skips what lies before it. */
        private int nextMarker() throws BadImageException {
            while (at + 1 < file.length) {
                int code = file[at + 1] & 0xFF;
                if (file[at] == (byte) 0xFF && code != 0 && code != 0xFF) {
                    at += 2;
                    return code;
                }
                at++;
            }
            throw new BadImageException(Reason.TRUNCATED, "ends after %,d bytes, before its first scan", file.length);
        }

        private void segment(int marker) throws BadImageException {
            if (marker == EOI) {
                throw new BadImageException(Reason.CORRUPT, "has an end marker before any image data");
            }
            if (marker >= 0xD0 && marker <= SOI || marker == 0x01) {
                return;
            }
            int length = at + 1 < file.length ? word(at) : 2;
            if (length < 2) {
                throw new BadImageException(
                        Reason.CORRUPT, "has a marker segment of length %d at byte %,d", length, at);
            }
            if (at + length > file.length) {
                throw new BadImageException(Reason.TRUNCATED, "ends after %,d bytes, in a marker segment", file.length);
            }
            read(marker, at + 2, length - 2);
            if (decides(marker, at + 2, length - 2)) {
                bare.write(file, at - 2, length + 2);
            }
            at += length;
        }

        /** Whether a decoder needs the segment: of application data only what tells the meaning of the components. */
        private boolean decides(int marker, int start, int length) {
            if (marker == APP0) {
                return startsWith("JFIF", start, length);
            }
            if (marker == APP14) {
                return startsWith("Adobe", start, length);
            }
            return marker != COM && (marker < APP0 || marker > APP15);
        }

        private void read(int marker, int start, int length) throws BadImageException {
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                frame(marker, start, length);
            } else if (marker == APP0 && startsWith("JFIF", start, length)) {
                jfif = true;
            } else if (marker == APP14 && startsWith("Adobe", start, length) && length >= 12) {
                adobeTransform = file[start + 11] & 0xFF;
            } else if (marker == APP1 && startsWith("Exif", start, length) && orientation == ExifOrientation.UPRIGHT) {
                orientation = ExifOrientation.of(file, start, length);
            }
        }

        private void frame(int marker, int start, int length) throws BadImageException {
            if (!DECODABLE_FRAMES.contains(marker)) {
                throw new BadImageException(
                        Reason.UNSUPPORTED,
                        "is a lossless, hierarchical or arithmetic-coded JPEG (marker FF%X)",
                        marker);
            }
            if (componentIds.length > 0 || length < 6 || length != 6 + 3 * (file[start + 5] & 0xFF)) {
                throw new BadImageException(Reason.CORRUPT, "has a wrong frame header at byte %,d", start);
            }
            if (file[start] != SAMPLE_BITS) {
                throw new BadImageException(Reason.UNSUPPORTED, "is a JPEG of %d bits, not 8", file[start] & 0xFF);
            }
            height = word(start + 1);
            width = word(start + 3);
            if (width == 0 || height == 0) {
                throw new BadImageException(Reason.CORRUPT, "has %d x %d pixels by its header", width, height);
            }
            componentIds = new int[file[start + 5] & 0xFF];
            for (int i = 0; i < componentIds.length; i++) {
                componentIds[i] = file[start + 6 + 3 * i] & 0xFF;
            }
        }

        private Colour colour() throws BadImageException {
            return switch (componentIds.length) {
                case 1 -> Colour.GREY;
                case 3 -> threeComponents();
                case 4 -> adobeTransform == 2 ? Colour.YCCK : Colour.CMYK;
                default ->
                    throw new BadImageException(Reason.UNSUPPORTED, "is a JPEG of %d components", componentIds.length);
            };
        }

        private Colour threeComponents() {
            boolean named = componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B';
            boolean rgb = !jfif && (adobeTransform == 0 || adobeTransform < 0 && named);
            return rgb ? Colour.RGB : Colour.YCC;
        }

        private boolean startsWith(String name, int start, int length) {
            if (length < name.length()) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (file[start + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private int word(int index) {
            return (file[index] & 0xFF) << 8 | file[index + 1] & 0xFF;
        }
    }
}
