package org.dahlquist.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** JPEG by the JDK's own libjpeg, without SIMD. */
final class ImageIoJpegEncoder implements JpegEncoder {
    private static final int[] BAND_OFFSETS = {0, 1, 2};
    private static final float BEST_QUALITY = 100;

    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ComponentColorModel rgb = new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE);

    @Override
    public byte[] encode(RgbImage image, int quality) {
        DataBufferByte pixels = new DataBufferByte(image.pixels(), image.pixels().length);
        WritableRaster raster = Raster.createInterleavedRaster(
                pixels,
                image.width(),
                image.height(),
                RgbImage.CHANNELS * image.width(),
                RgbImage.CHANNELS,
                BAND_OFFSETS,
                null);
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality / BEST_QUALITY);
        ByteArrayOutputStream file = new ByteArrayOutputStream(image.pixels().length / 4 + 1024);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(new BufferedImage(rgb, raster, false, null), null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writer.setOutput(null);
        return file.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
    }
}
