package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.dahlquist.image.BadImageException.Reason;
import org.junit.jupiter.api.Test;

class PngDecoderTest {
    private static final DecodeOptions OPTIONS = DecodeOptions.fullSize(1_000_000);

    @Test
    void transparencyLiesOnWhite() throws Exception {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xFF102030);
        image.setRGB(1, 0, 0x00102030);
        image.setRGB(2, 0, 0x80000000);
        assertThat(decoded(image)).containsExactly(0x10, 0x20, 0x30, 255, 255, 255, 127, 127, 127);
    }

    @Test
    void greyIsTakenAsItIsStored() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 50);
        image.getRaster().setSample(1, 0, 0, 200);
        assertThat(decoded(image)).containsExactly(50, 50, 50, 200, 200, 200);
    }

    @Test
    void sixteenBitsBecomeTheirUpperEight() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 0x12FF);
        image.getRaster().setSample(1, 0, 0, 0xFF00);
        assertThat(decoded(image)).containsExactly(0x12, 0x12, 0x12, 0xFF, 0xFF, 0xFF);
    }

    @Test
    void paletteBecomesRgb() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(0, 0, 0xFFFF0000);
        image.setRGB(1, 0, 0xFF0000FF);
        assertThat(decoded(image)).containsExactly(255, 0, 0, 0, 0, 255);
    }

    @Test
    void oneBitBecomesBlackAndWhite() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(1, 0, 0xFFFFFFFF);
        assertThat(decoded(image)).containsExactly(0, 0, 0, 255, 255, 255);
    }

    @Test
    void aBombIsRefusedByItsHeader() throws IOException {
        byte[] file = png(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
        ByteBuffer.wrap(file).putInt(16, 40_000).putInt(20, 40_000);
        CRC32 crc = new CRC32();
        crc.update(file, 12, 17);
        ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
        assertRefused(file, Reason.TOO_LARGE);
    }

    @Test
    void everyFlippedBitOfTheImageIsNoticed() throws IOException {
        byte[] file = png(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB));
        for (int i = 8; i < file.length - 12; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 4;
            assertThatThrownBy(() -> decode(damaged)).as("byte %d", i).isInstanceOf(BadImageException.class);
        }
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        byte[] file = png(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB));
        for (int length = 8; length < file.length; length++) {
            assertRefused(Arrays.copyOf(file, length), Reason.TRUNCATED);
        }
    }

    private static void assertRefused(byte[] file, Reason reason) {
        assertThatThrownBy(() -> decode(file))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static int[] decoded(BufferedImage image) throws IOException, BadImageException {
        byte[] pixels = decode(png(image)).pixels();
        int[] values = new int[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
        return values;
    }

    private static RgbImage decode(byte[] file) throws BadImageException {
        try (PngDecoder decoder = new PngDecoder()) {
            return decoder.decode(file, OPTIONS);
        }
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }
}
