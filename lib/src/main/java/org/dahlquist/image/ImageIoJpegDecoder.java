package org.dahlquist.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.dahlquist.image.BadImageException.Reason;

/** JPEG by the JDK's own libjpeg: always at full scale, without SIMD. */
final class ImageIoJpegDecoder implements ImageDecoder {
    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("jpeg").next();
    private String warning = "";

    ImageIoJpegDecoder() {
        reader.addIIOReadWarningListener((source, message) -> {
            if (warning.isEmpty()) {
                warning = message;
            }
        });
    }

    @Override
    public RgbImage decode(byte[] file, DecodeOptions options) throws BadImageException {
        JpegHeader header = JpegHeader.of(file);
        options.check(header.width(), header.height());
        byte[] rgb = JpegColours.rgb(components(file, header), header.colour());
        RgbImage image = new RgbImage(header.width(), header.height(), rgb);
        return options.applyExifOrientation() ? ExifOrientation.upright(image, header.orientation()) : image;
    }

    /** The raster, as ImageIO's own conversion knows no CMYK and applies colour profiles. */
    private byte[] components(byte[] file, JpegHeader header) throws BadImageException {
        warning = "";
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(header.bare(file)))) {
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            if (!warning.isEmpty()) {
                throw corrupt(warning);
            }
            if (raster.getWidth() != header.width() || raster.getHeight() != header.height()) {
                throw new BadImageException(
                        Reason.CORRUPT, "decodes to %d x %d pixels", raster.getWidth(), raster.getHeight());
            }
            return ((DataBufferByte) raster.getDataBuffer()).getData();
        } catch (IIOException e) {
            throw corrupt(warning.isEmpty() ? String.valueOf(e.getMessage()) : warning)
                    .causedBy(e);
        } catch (IOException e) {
            throw corrupt(e.toString()).causedBy(e);
        } finally {
            reader.setInput(null);
        }
    }

    private static BadImageException corrupt(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        boolean ends = lower.contains("truncated file") || lower.contains("premature end");
        return new BadImageException(ends ? Reason.TRUNCATED : Reason.CORRUPT, "libjpeg says: %s", message);
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
