package org.dahlquist.image;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dahlquist.SharedData;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged JPEGs are decoded or refused: whatever else a decoder does ends the test or the JVM. */
class JpegFuzzTest {
    private static final long SEED = 20_240_601;
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final DecodeOptions OPTIONS = new DecodeOptions(64, true, 4_000_000);

    @Test
    @Timeout(value = 5, unit = MINUTES)
    void someHundredDamagedFilesAreDecodedOrRefused() throws IOException {
        damage(300);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = MINUTES)
    void fiveThousandDamagedFilesAreDecodedOrRefused() throws IOException {
        damage(5_000);
    }

    private static void damage(int rounds) throws IOException {
        List<byte[]> files = wholeFiles();
        for (String choice : Codecs.onThisMachine()) {
            SplittableRandom random = new SplittableRandom(SEED);
            int refused = 0;
            try (ImageCodec codec = ImageCodec.open(choice);
                    ImageConversion conversion = conversion(choice)) {
                for (int round = 0; round < rounds; round++) {
                    byte[] file = damaged(files.get(random.nextInt(files.size())), random);
                    boolean bad = refused(codec, file, round);
                    assertThat(refused(conversion, file, round))
                            .as("round %d of seed %d", round, SEED)
                            .isEqualTo(bad);
                    refused += bad ? 1 : 0;
                }
                System.out.printf("%s refused %d of %d, seed %d%n", choice, refused, rounds, SEED);
                assertThat(refused).isBetween(rounds / 2, rounds);
            }
        }
    }

    private static boolean refused(ImageCodec codec, byte[] file, int round) {
        try {
            RgbImage image = codec.decoder().decode(file, OPTIONS);
            assertThat(image.pixels()).hasSize(3 * image.width() * image.height());
            return false;
        } catch (BadImageException e) {
            assertThat(e.getMessage()).as("round %d of seed %d", round, SEED).isNotBlank();
            return true;
        }
    }

    private static boolean refused(ImageConversion conversion, byte[] file, int round) {
        try {
            assertThat(conversion.convert(file, ChannelSums.empty(SHAPE))).isNotEmpty();
            return false;
        } catch (BadImageException e) {
            assertThat(e.getMessage()).as("round %d of seed %d", round, SEED).isNotBlank();
            return true;
        }
    }

    private static ImageConversion conversion(String codec) {
        return new ImageConversion(new ImageConversion.Settings(
                new ShardFormat(Manifest.Encoding.JPEG, SHAPE, 0), false, 90, true, (int) OPTIONS.maxPixels(), codec));
    }

    /** Grey, RGB and CMYK files of 200 bytes to 40 kB, and one of our own with restart-free baseline coding. */
    private static List<byte[]> wholeFiles() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : List.of("pil_sample_cmyk", "cmyk-sample", "icc-after-SOF", "exif-ifd-offset", "exif_gps")) {
            files.add(Files.readAllBytes(SharedData.require("data/odd-images/" + name + ".jpg")));
        }
        files.add(
                Files.readAllBytes(SharedData.require("data/imagenet-mini/val/n04023962/n04023962_punching_bag.JPEG")));
        try (ImageCodec codec = ImageCodec.open(ImageCodec.JAVA)) {
            files.add(codec.encoder().encode(TestImages.waves(97, 61, SEED), 80));
        }
        return files;
    }

    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        }
        byte[] file = whole.clone();
        // Half of the flips hit the header, where they do most.
        int end = random.nextBoolean() ? Math.min(700, file.length) : file.length;
        for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
            file[random.nextInt(end)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return file;
    }
}
