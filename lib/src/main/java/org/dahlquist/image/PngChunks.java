package org.dahlquist.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.dahlquist.image.BadImageException.Reason;

/**
 * The chunks of a PNG file (ISO/IEC 15948), checked for completeness and damage.
 *
 * @param width columns
 * @param height rows
 * @param bare the file with the chunks alone that decide on pixels: text, which may inflate without end, is left out
 */
record PngChunks(int width, int height, byte[] bare) {
    private static final int SIGNATURE_BYTES = 8;
    /** Length, type and checksum of a chunk. */
    private static final int FRAME_BYTES = 12;

    private static final int HEADER_BYTES = 13;
    private static final List<String> DECIDING = List.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    /**
     * Reads the chunks.
     *
     * @throws BadImageException if the file ends before its last chunk or a chunk's checksum is wrong
     */
    static PngChunks of(byte[] file) throws BadImageException {
        ByteArrayOutputStream bare = new ByteArrayOutputStream(file.length);
        bare.write(file, 0, SIGNATURE_BYTES);
        ByteBuffer in = ByteBuffer.wrap(file);
        int at = SIGNATURE_BYTES;
        String type = "";
        while (!type.equals("IEND")) {
            if (at + FRAME_BYTES > file.length) {
                throw new BadImageException(
                        Reason.TRUNCATED, "ends after %,d bytes, before its IEND chunk", file.length);
            }
            int length = in.getInt(at);
            type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0) {
                throw new BadImageException(Reason.CORRUPT, "has a chunk of a wrong length at byte %,d", at);
            }
            if (length > file.length - at - FRAME_BYTES) {
                throw new BadImageException(Reason.TRUNCATED, "ends after %,d bytes, in a chunk", file.length);
            }
            if (DECIDING.contains(type)) {
                check(file, at, length, in.getInt(at + 8 + length));
                bare.write(file, at, length + FRAME_BYTES);
            }
            if (at == SIGNATURE_BYTES && !(type.equals("IHDR") && length == HEADER_BYTES)) {
                throw new BadImageException(Reason.CORRUPT, "does not begin with an IHDR chunk");
            }
            at += length + FRAME_BYTES;
        }
        return new PngChunks(in.getInt(SIGNATURE_BYTES + 8), in.getInt(SIGNATURE_BYTES + 12), bare.toByteArray());
    }

    private static void check(byte[] file, int at, int length, int checksum) throws BadImageException {
        CRC32 crc = new CRC32();
        crc.update(file, at + 4, length + 4);
        if ((int) crc.getValue() != checksum) {
            throw new BadImageException(Reason.CORRUPT, "has a chunk with a wrong checksum at byte %,d", at);
        }
    }
}
