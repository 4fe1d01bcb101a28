package org.dahlquist.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Image formats by the first bytes of a file and by the endings of its name. */
enum FileSignature {
    JPEG(List.of("jpg", "jpeg", "jpe", "jfif"), 0xFF, 0xD8, 0xFF),
    PNG(List.of("png"), 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'),
    GIF(List.of("gif"), 'G', 'I', 'F', '8'),
    BMP(List.of("bmp"), 'B', 'M'),
    WEBP(List.of("webp"), 'R', 'I', 'F', 'F'),
    TIFF_LITTLE_ENDIAN(List.of("tif", "tiff"), 'I', 'I', '*', 0),
    TIFF_BIG_ENDIAN(List.of("tif", "tiff"), 'M', 'M', 0, '*');

    private final List<String> endings;
    private final int[] start;

    FileSignature(List<String> endings, int... start) {
        this.endings = endings;
        this.start = start;
    }

    /** The format that a file begins like, if it is one of these. */
    static Optional<FileSignature> of(byte[] file) {
        return Arrays.stream(values()).filter(format -> format.begins(file)).findFirst();
    }

    /** Whether a file's name ends as if it were of another format than its bytes are; false if either is not known. */
    static boolean contradicts(String name, byte[] file) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean known = Arrays.stream(values()).anyMatch(format -> format.endings.contains(ending));
        return known
                && of(file).filter(format -> !format.endings.contains(ending)).isPresent();
    }

    private boolean begins(byte[] file) {
        for (int i = 0; i < start.length; i++) {
            if (i >= file.length || (file[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
