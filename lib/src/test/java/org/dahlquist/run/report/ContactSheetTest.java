package org.dahlquist.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    @Test
    void everyPictureIsDrawnOnceInRowsUnderItsHeading() {
        List<ContactSheet.Tile> train = tiles(11, Color.RED);
        List<ContactSheet.Tile> test = tiles(3, Color.BLUE);
        BufferedImage sheet = ContactSheet.draw(
                List.of(new ContactSheet.Group("train", train), new ContactSheet.Group("test", test)));
        assertThat(pixels(sheet, Color.RED)).isEqualTo(11 * 90 * 50);
        assertThat(pixels(sheet, Color.BLUE)).isEqualTo(3 * 90 * 50);
        int onlyTrain = ContactSheet.draw(List.of(new ContactSheet.Group("train", train)))
                .getHeight();
        assertThat(sheet.getHeight()).isGreaterThan(onlyTrain);
        assertThat(sheet.getRGB(0, 0)).isEqualTo(Color.WHITE.getRGB());
    }

    @Test
    void largePicturesAreScaledDownAndSmallOnesUpByWholeNumbers() {
        ContactSheet.Tile large = new ContactSheet.Tile(filled(1000, 500, Color.RED), "large");
        ContactSheet.Tile small =
                new ContactSheet.Tile(filled(32, 32, Color.BLUE), "a caption too long to fit".repeat(9));
        BufferedImage sheet = ContactSheet.draw(List.of(new ContactSheet.Group("both", List.of(large, small))));
        assertThat(pixels(sheet, Color.RED)).isEqualTo(96 * 48);
        assertThat(pixels(sheet, Color.BLUE)).isEqualTo(96 * 96);
    }

    private static List<ContactSheet.Tile> tiles(int count, Color colour) {
        List<ContactSheet.Tile> tiles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tiles.add(new ContactSheet.Tile(filled(90, 50, colour), "caption"));
        }
        return tiles;
    }

    private static BufferedImage filled(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    private static int pixels(BufferedImage sheet, Color colour) {
        int count = 0;
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                count += sheet.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
