package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;
import org.dahlquist.image.BadImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageCodecTest {
    private static final DecodeOptions FULL_SIZE = DecodeOptions.fullSize(1_000_000);

    private static List<String> codecs() {
        return Codecs.onThisMachine();
    }

    private static Stream<Arguments> codecsAndOrientations() {
        return codecs().stream().flatMap(codec -> IntStream.rangeClosed(1, 8).mapToObj(i -> Arguments.of(codec, i)));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void encodingAndDecodingKeepsTheImage(String choice) throws BadImageException {
        RgbImage image = TestImages.waves(123, 77, 5);
        try (ImageCodec codec = ImageCodec.open(choice)) {
            byte[] file = codec.encoder().encode(image, 90);
            assertThat(TestImages.psnr(codec.decoder().decode(file, FULL_SIZE), image))
                    .isGreaterThan(30);
            assertThat(codec.encoder().encode(image, 90)).isEqualTo(file);
            assertThat(codec.encoder().encode(image, 30)).hasSizeLessThan(file.length / 2);
        }
    }

    @Test
    void bothCodecsReadEachOthersFiles() throws BadImageException {
        RgbImage image = TestImages.waves(200, 100, 6);
        for (String writing : codecs()) {
            try (ImageCodec writer = ImageCodec.open(writing)) {
                byte[] file = writer.encoder().encode(image, 95);
                for (String reading : codecs()) {
                    try (ImageCodec reader = ImageCodec.open(reading)) {
                        assertThat(TestImages.psnr(reader.decoder().decode(file, FULL_SIZE), image))
                                .as("%s to %s", writing, reading)
                                .isGreaterThan(32);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theShorterSideIsNeverDecodedBelowWhatIsNeeded(String choice) throws BadImageException {
        try (ImageCodec codec = ImageCodec.open(choice)) {
            byte[] file = codec.encoder().encode(TestImages.waves(300, 200, 7), 90);
            for (int needed : new int[] {1, 25, 26, 50, 51, 100, 101, 200, 1000}) {
                RgbImage image = codec.decoder().decode(file, new DecodeOptions(needed, false, 60_000));
                assertThat(image.height()).as("needed %d", needed).isGreaterThanOrEqualTo(Math.min(needed, 200));
                assertThat(image.width()).isEqualTo((image.height() * 3 + 1) / 2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anImageOfTooManyPixelsIsRefusedByItsHeader(String choice) {
        try (ImageCodec codec = ImageCodec.open(choice)) {
            byte[] file = codec.encoder().encode(TestImages.waves(64, 64, 8), 90);
            int frame = IntStream.range(0, file.length)
                    .filter(i -> file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xC0)
                    .findFirst()
                    .orElseThrow();
            ByteBuffer.wrap(file).putInt(frame + 5, 60_000 << 16 | 60_000);
            assertRefused(codec, file, Reason.TOO_LARGE);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aTruncatedJpegIsNeverGrey(String choice) {
        try (ImageCodec codec = ImageCodec.open(choice)) {
            byte[] file = codec.encoder().encode(TestImages.waves(64, 64, 8), 90);
            assertRefused(codec, Arrays.copyOf(file, file.length - 2), Reason.TRUNCATED);
            assertRefused(codec, Arrays.copyOf(file, file.length / 2), Reason.TRUNCATED);
            assertRefused(codec, Arrays.copyOf(file, 20), Reason.TRUNCATED);
            assertRefused(codec, new byte[0], Reason.EMPTY);
            assertRefused(codec, "no image".getBytes(), Reason.NOT_AN_IMAGE);
            assertRefused(codec, "GIF89a and so on".getBytes(), Reason.UNSUPPORTED);
        }
    }

    private static void assertRefused(ImageCodec codec, byte[] file, Reason reason) {
        assertThatThrownBy(() -> codec.decoder().decode(file, FULL_SIZE))
                .isInstanceOfSatisfying(
                        BadImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** Orientation says where row 0 and column 0 of what is stored belong: EXIF 2.32, table 6. */
    @ParameterizedTest
    @MethodSource("codecsAndOrientations")
    void exifTurnsTheImageOnRequest(String choice, int orientation) throws BadImageException {
        RgbImage stored = quadrants();
        try (ImageCodec codec = ImageCodec.open(choice)) {
            byte[] file = withOrientation(codec.encoder().encode(stored, 95), orientation);
            RgbImage ignored = codec.decoder().decode(file, FULL_SIZE);
            RgbImage turned = codec.decoder()
                    .decode(file, new DecodeOptions(DecodeOptions.FULL_SIZE, true, FULL_SIZE.maxPixels()));
            // Grey levels of the stored corners 0 1 / 2 3 as they are seen.
            String[] seen = {"0123", "1032", "3210", "2301", "0213", "2031", "3120", "1302"};
            assertThat(corners(ignored)).isEqualTo("0123");
            assertThat(corners(turned)).isEqualTo(seen[orientation - 1]);
            assertThat(turned.width()).isEqualTo(orientation > 4 ? 32 : 48);
        }
    }

    private static RgbImage quadrants() {
        byte[] pixels = new byte[3 * 48 * 32];
        for (int i = 0; i < pixels.length; i++) {
            int quadrant = (i / 3 % 48 < 24 ? 0 : 1) + (i / 3 / 48 < 16 ? 0 : 2);
            pixels[i] = (byte) (30 + 60 * quadrant);
        }
        return new RgbImage(48, 32, pixels);
    }

    private static String corners(RgbImage image) {
        int right = image.width() - 1;
        int lastRow = image.width() * (image.height() - 1);
        return IntStream.of(0, right, lastRow, lastRow + right)
                .map(pixel -> (image.pixels()[3 * pixel] & 0xFF) / 60)
                .mapToObj(Integer::toString)
                .reduce("", String::concat);
    }

    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36);
        exif.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0".getBytes());
        exif.put("MM".getBytes()).putShort((short) 42).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        file.write(exif.array(), 0, exif.capacity());
        file.write(jpeg, 2, jpeg.length - 2);
        return file.toByteArray();
    }

    @Test
    void anUnknownCodecIsAConfigurationError() {
        assertThatThrownBy(() -> ImageCodec.open("opencv"))
                .isInstanceOf(DahlquistException.class)
                .hasMessage("CONFIG: the image codec must be auto, turbojpeg or java, but is opencv");
    }
}
