package org.dahlquist.image;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Planes of luma and chroma (Y, Cb, Cr) in native memory as TurboJPEG takes them; not thread-safe.
 *
 * <p>As TurboJPEG wants it, the luma has an even number of columns and rows where the chroma has half as many.
 */
final class NativePlanes implements AutoCloseable {
    private static final int PLANES = 3;

    private final NativeBuffer memory = new NativeBuffer();
    private final Memory addresses = new Memory((long) PLANES * Native.POINTER_SIZE);
    private final Memory strides = new Memory((long) PLANES * Integer.BYTES);
    private final long[] offsets = new long[PLANES];
    private Memory base;
    private int width;
    private int height;
    private JpegHeader.Sampling sampling;

    /** Makes room for a picture; what the planes held before is lost. */
    void reserve(int newWidth, int newHeight, JpegHeader.Sampling newSampling) {
        width = newWidth;
        height = newHeight;
        sampling = newSampling;
        long bytes = 0;
        for (int plane = 0; plane < PLANES; plane++) {
            offsets[plane] = bytes;
            strides.setInt((long) plane * Integer.BYTES, Integer.BYTES * rowWords(plane));
            bytes += (long) Integer.BYTES * rowWords(plane) * paddedRows(plane);
        }
        base = memory.ofSize(bytes);
        for (int plane = 0; plane < PLANES; plane++) {
            addresses.setPointer((long) plane * Native.POINTER_SIZE, base.share(offsets[plane]));
        }
    }

    /** Columns of the luma. */
    int width() {
        return width;
    }

    /** Rows of the luma. */
    int height() {
        return height;
    }

    /** Where the addresses of the planes are. */
    Pointer addresses() {
        return addresses;
    }

    /** Where the bytes of a row of each plane are. */
    Pointer strides() {
        return strides;
    }

    /** Ints of a row of a plane. */
    int rowWords(int plane) {
        int even = plane == 0 ? padded(width, sampling.across()) : columns(plane);
        return (even + Integer.BYTES - 1) / Integer.BYTES;
    }

    /** A plane, valid until room is made for another picture. */
    Plane plane(int plane) {
        int words = Math.multiplyExact(rowWords(plane), rows(plane));
        ByteBuffer bytes = base.getByteBuffer(offsets[plane], (long) Integer.BYTES * words);
        return new Plane(
                columns(plane),
                rows(plane),
                rowWords(plane),
                bytes.order(ByteOrder.nativeOrder()).asIntBuffer());
    }

    /** Sets a plane to the first of these bytes. */
    void write(int plane, byte[] rows) {
        base.write(offsets[plane], rows, 0, Integer.BYTES * rowWords(plane) * paddedRows(plane));
    }

    /** Columns of a plane. */
    int columns(int plane) {
        return plane == 0 ? width : halves(width, sampling.across());
    }

    /** Rows of a plane. */
    int rows(int plane) {
        return plane == 0 ? height : halves(height, sampling.down());
    }

    private int paddedRows(int plane) {
        return plane == 0 ? padded(height, sampling.down()) : rows(plane);
    }

    private static int halves(int length, int sampling) {
        return (length + sampling - 1) / sampling;
    }

    private static int padded(int length, int unit) {
        return (length + unit - 1) / unit * unit;
    }

    @Override
    public void close() {
        memory.close();
        addresses.close();
        strides.close();
    }
}
