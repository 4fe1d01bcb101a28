package org.dahlquist.image;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.dahlquist.dataset.StoredImage;

/** Pixels of JPEG images; keeps a codec for each thread that decodes at the same time. Thread-safe. */
final class JpegPixels implements PixelSource {
    /** What prepared shards hold is far below. */
    private static final int MOST_PIXELS = 100_000_000;

    private final String choice;
    private final ConcurrentLinkedDeque<ImageCodec> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Pixels that a codec gives, such as {@link ImageCodec#AUTO}. */
    JpegPixels(String choice) {
        this.choice = choice;
    }

    @Override
    public Size size(StoredImage image) throws BadImageException {
        JpegHeader header = JpegHeader.of(file(image));
        return new Size(header.width(), header.height());
    }

    @Override
    public PixelGrid pixels(StoredImage image, int shorterSide) throws BadImageException {
        ImageCodec free = idle.poll();
        ImageCodec codec = free == null ? ImageCodec.open(choice) : free;
        try {
            RgbImage picture = codec.decoder().decode(file(image), new DecodeOptions(shorterSide, false, MOST_PIXELS));
            return PixelGrid.interleaved(picture.pixels(), picture.width(), picture.height());
        } finally {
            idle.push(codec);
            if (closed) {
                close();
            }
        }
    }

    /** Closes the codecs; one in use is closed when it is given back. */
    @Override
    public void close() {
        closed = true;
        for (ImageCodec codec = idle.poll(); codec != null; codec = idle.poll()) {
            codec.close();
        }
    }

    private static byte[] file(StoredImage image) {
        boolean whole = image.offset() == 0 && image.length() == image.bytes().length;
        return whole
                ? image.bytes()
                : Arrays.copyOfRange(image.bytes(), image.offset(), image.offset() + image.length());
    }
}
