package org.dahlquist.image;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The functions of the TurboJPEG C API, version 2, that are used; {@code unsigned long} is 64 bits wide, as on every
 * 64-bit system but Windows.
 *
 * <p>See turbojpeg.h of libjpeg-turbo 2.1. A handle belongs to one thread at a time.
 */
final class TurboJpegLibrary {
    static final int RGB = 0;
    /** Red, green, blue and a byte that means nothing. */
    static final int RGBX = 2;

    static final int CMYK = 11;
    static final int SUBSAMPLING_420 = 2;

    /** {@code TJFLAG_NOREALLOC}: the output buffer is ours. */
    static final int OWN_BUFFER = 1024;
    /** {@code TJFLAG_ACCURATEDCT}: else the encoder saves time on the transform. */
    static final int ACCURATE_DCT = 4096;
    /** {@code TJFLAG_STOPONWARNING}: a warning is an error. */
    static final int STOP_ON_WARNING = 8192;
    /** {@code TJFLAG_LIMITSCANS}: no more than 500 scans, which else could take hours. */
    static final int LIMIT_SCANS = 32768;

    /** The library's name with the version of its binary interface, as it is installed without development files. */
    static final String NAME = "libturbojpeg.so.0";

    static {
        Native.register(TurboJpegLibrary.class, NAME);
    }

    private TurboJpegLibrary() {}

    static native Pointer tjInitDecompress();

    static native Pointer tjInitCompress();

    static native int tjDestroy(Pointer handle);

    static native String tjGetErrorStr2(Pointer handle);

    static native int tjDecompress2(
            Pointer handle,
            Pointer jpeg,
            long size,
            Pointer out,
            int width,
            int pitch,
            int height,
            int format,
            int flags);

    static native int tjDecompressToYUVPlanes(
            Pointer handle, Pointer jpeg, long size, Pointer planes, int width, Pointer strides, int height, int flags);

    static native int tjDecodeYUVPlanes(
            Pointer handle,
            Pointer planes,
            Pointer strides,
            int subsampling,
            Pointer out,
            int width,
            int pitch,
            int height,
            int format,
            int flags);

    static native long tjBufSize(int width, int height, int subsampling);

    static native int tjCompress2(
            Pointer handle,
            Pointer pixels,
            int width,
            int pitch,
            int height,
            int format,
            Pointer jpeg,
            Pointer size,
            int subsampling,
            int quality,
            int flags);

    static native int tjCompressFromYUVPlanes(
            Pointer handle,
            Pointer planes,
            int width,
            Pointer strides,
            int height,
            int subsampling,
            Pointer jpeg,
            Pointer size,
            int quality,
            int flags);
}
