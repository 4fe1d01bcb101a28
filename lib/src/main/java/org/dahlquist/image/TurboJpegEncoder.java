package org.dahlquist.image;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** JPEG by the system's libturbojpeg, with the accurate transform. */
final class TurboJpegEncoder implements JpegEncoder {
    private static final int FLAGS = TurboJpegLibrary.OWN_BUFFER | TurboJpegLibrary.ACCURATE_DCT;

    private final Pointer handle = TurboJpegLibrary.tjInitCompress();
    private final NativeBuffer input = new NativeBuffer();
    private final NativeBuffer output = new NativeBuffer();
    /** The address of the file's buffer, and its size: in what there is, out what the file takes. */
    private final Memory jpeg = new Memory(2L * Long.BYTES);

    @Override
    public byte[] encode(RgbImage image, int quality) {
        int width = image.width();
        int height = image.height();
        Memory pixels = input.holding(image.pixels());
        prepareFile(width, height);
        int status = TurboJpegLibrary.tjCompress2(
                handle,
                pixels,
                width,
                0,
                height,
                TurboJpegLibrary.RGB,
                jpeg,
                jpeg.share(Native.POINTER_SIZE),
                TurboJpegLibrary.SUBSAMPLING_420,
                quality,
                FLAGS);
        return file(status);
    }

    /** Encodes planes whose chroma has half the resolution both ways. */
    byte[] encode(NativePlanes planes, int quality) {
        prepareFile(planes.width(), planes.height());
        int status = TurboJpegLibrary.tjCompressFromYUVPlanes(
                handle,
                planes.addresses(),
                planes.width(),
                planes.strides(),
                planes.height(),
                TurboJpegLibrary.SUBSAMPLING_420,
                jpeg,
                jpeg.share(Native.POINTER_SIZE),
                quality,
                FLAGS);
        return file(status);
    }

    private void prepareFile(int width, int height) {
        long mostBytes = TurboJpegLibrary.tjBufSize(width, height, TurboJpegLibrary.SUBSAMPLING_420);
        jpeg.setPointer(0, output.ofSize(mostBytes));
        jpeg.setLong(Native.POINTER_SIZE, mostBytes);
    }

    private byte[] file(int status) {
        if (status != 0) {
            throw new IllegalStateException("libjpeg says: " + TurboJpegLibrary.tjGetErrorStr2(handle));
        }
        byte[] file = new byte[Math.toIntExact(jpeg.getLong(Native.POINTER_SIZE))];
        jpeg.getPointer(0).read(0, file, 0, file.length);
        return file;
    }

    @Override
    public void close() {
        TurboJpegLibrary.tjDestroy(handle);
        input.close();
        output.close();
        jpeg.close();
    }
}
