package org.dahlquist.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Writes JPEG files of any chroma resolution, which our encoders do not. */
final class SubsampledJpeg {
    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

    private SubsampledJpeg() {}

    /** A file of quality 95 with so many luma samples, across and down, for each of chroma. */
    static byte[] of(RgbImage image, int across, int down) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int rgb = (image.pixels()[3 * i] & 0xFF) << 16
                    | (image.pixels()[3 * i + 1] & 0xFF) << 8
                    | image.pixels()[3 * i + 2] & 0xFF;
            picture.setRGB(i % image.width(), i / image.width(), rgb);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(0.95f);
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), settings);
        Element tree = (Element) metadata.getAsTree(FORMAT);
        NodeList components = tree.getElementsByTagName("componentSpec");
        Element luma = (Element) components.item(0);
        luma.setAttribute("HsamplingFactor", Integer.toString(across));
        luma.setAttribute("VsamplingFactor", Integer.toString(down));
        metadata.setFromTree(FORMAT, tree);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, metadata), settings);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
