package org.dahlquist.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.dahlquist.image.BadImageException.Reason;

/**
 * What the markers before the first scan of a JPEG file say (ITU-T T.81, annex B).
 *
 * @param width columns
 * @param height rows
 * @param colour what its components mean
 * @param orientation EXIF orientation, 1 (upright) to 8; 1 if there is none
 * @param chroma resolution of the second and third of three components
 * @param tables the file up to its first scan without its application data and comments, which is all a decoder needs
 * @param firstScan where the first scan's marker is in the file
 */
record JpegHeader(
        int width, int height, Colour colour, int orientation, Sampling chroma, byte[] tables, int firstScan) {
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
     * Luma samples for each sample of both chroma components.
     *
     * @param across 1 or 2 in a row; 0 if the components have other resolutions, or there are not three
     * @param down the same in a column
     */
    record Sampling(int across, int down) {
        private static final Sampling UNUSUAL = new Sampling(0, 0);
    }

    /**
     * Reads the header.
     *
     * @throws BadImageException if the file ends before its first scan, breaks the rules or is of a kind no codec reads
     */
    static JpegHeader of(byte[] file) throws BadImageException {
        return new Parser(file).header();
    }

    /** The file that this is the header of, without its application data and comments. */
    byte[] bare(byte[] file) {
        byte[] bare = Arrays.copyOf(tables, tables.length + file.length - firstScan);
        System.arraycopy(file, firstScan, bare, tables.length, file.length - firstScan);
        return bare;
    }

    private static final class Parser {
        private final byte[] file;
        private final ByteArrayOutputStream tables = new ByteArrayOutputStream();
        private int at = 2;
        private int width;
        private int height;
        private int[] componentIds = {};
        private int[] samplingFactors = {};
        private boolean jfif;
        private int adobeTransform = -1;
        private int orientation = ExifOrientation.UPRIGHT;

        Parser(byte[] file) {
            this.file = file;
        }

        JpegHeader header() throws BadImageException {
            tables.write(0xFF);
            tables.write(SOI);
            int marker = nextMarker();
            while (marker != SOS) {
                segment(marker);
                marker = nextMarker();
            }
            if (componentIds.length == 0) {
                throw new BadImageException(Reason.CORRUPT, "has a scan before its frame header");
            }
            return new JpegHeader(width, height, colour(), orientation, chroma(), tables.toByteArray(), at - 2);
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
                tables.write(file, at - 2, length + 2);
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
            samplingFactors = new int[componentIds.length];
            for (int i = 0; i < componentIds.length; i++) {
                componentIds[i] = file[start + 6 + 3 * i] & 0xFF;
                samplingFactors[i] = file[start + 7 + 3 * i] & 0xFF;
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

        private Sampling chroma() {
            boolean usual = samplingFactors.length == 3 && samplingFactors[1] == 0x11 && samplingFactors[2] == 0x11;
            int across = usual ? samplingFactors[0] >> 4 : 0;
            int down = usual ? samplingFactors[0] & 0xF : 0;
            return isOneOrTwo(across) && isOneOrTwo(down) ? new Sampling(across, down) : Sampling.UNUSUAL;
        }

        private static boolean isOneOrTwo(int factor) {
            return factor == 1 || factor == 2;
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
