package org.dahlquist.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PhotoPngTest {
    private static final long SEED = 20261121;

    @Test
    void anotherDecoderFindsEveryPixelAgain() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int[] size : new int[][] {{1, 1}, {1, 9}, {300, 1}, {257, 130}}) {
            BufferedImage image = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
            int[] pixels = random.ints((long) size[0] * size[1], 0, 1 << 24).toArray();
            image.setRGB(0, 0, size[0], size[1], pixels, 0, size[0]);
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(PhotoPng.encode(image)));
            assertThat(decoded.getRGB(0, 0, size[0], size[1], null, 0, size[0]))
                    .as("%d x %d pixels of seed %d", size[0], size[1], SEED)
                    .isEqualTo(image.getRGB(0, 0, size[0], size[1], null, 0, size[0]));
        }
    }
}
