package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dahlquist.SharedData;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardFormat;
import org.dahlquist.image.BadImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each file of the collection of odd images, with both codecs. */
class OddImagesTest {
    private static final DecodeOptions OPTIONS = DecodeOptions.fullSize(50_000_000);
    private static final double LEVELS = 2;

    /** Files that Pillow refuses, for data beside the pixels, though their pixels are whole. */
    private static final List<String> WITHOUT_PILLOW = List.of("truncated_exif_dpi.jpg", "png_decompression_dos.png");

    @ParameterizedTest(name = "{0} is {1} x {2}")
    @CsvSource({
        "pil_sample_cmyk.jpg, 100, 100",
        "cmyk-sample.jpg, 160, 227",
        "jfif-cmyk-invalid-icc-profile-srgb.jpg, 493, 500",
        "read-error1025.jpg, 1824, 1025",
        "read-error1027.jpg, 1824, 1027",
        "icc-after-SOF.jpg, 10, 10",
        "multiple_exif.jpg, 1, 1",
        "broken_exif_dpi.jpg, 100, 100",
        "exif-72dpi-int.jpg, 500, 450",
        "exif-ifd-offset.jpg, 200, 200",
        "exif_gps.jpg, 8, 8",
        "truncated_exif_dpi.jpg, 480, 640",
        "png_decompression_dos.png, 1, 1",
        "1_trns.png, 64, 64",
        "DXGI_FORMAT_R8G8B8A8_UNORM_SRGB.png, 16, 16",
        "argb-32bpp_MipMaps-1.png, 256, 256",
        "bitmap_font_blend.png, 128, 96",
        "different_transparency_merged.png, 100, 100",
        "dispose_prev_first_frame_seeked.png, 100, 50",
        "dxt5-argb-8bbp-interpolatedalpha_MipMaps-1.png, 256, 256",
        "gbr.png, 64, 64"
    })
    void wholeImagesAreDecodedAsPillowDoes(String name, int width, int height) throws Exception {
        byte[] file = Files.readAllBytes(SharedData.require("data/odd-images/" + name));
        for (String choice : Codecs.onThisMachine()) {
            try (ImageCodec codec = ImageCodec.open(choice)) {
                RgbImage image = codec.decoder().decode(file, OPTIONS);
                assertThat(List.of(image.width(), image.height())).as(choice).containsExactly(width, height);
                if (!WITHOUT_PILLOW.contains(name)) {
                    PillowSamples pillow = PillowSamples.of("odd-images/" + name, PillowSamples.all());
                    assertThat(pillow.meanDifference(image)).as(choice).isLessThanOrEqualTo(LEVELS);
                }
                RgbImage small = codec.decoder().decode(converted(file, choice), OPTIONS);
                assertThat(Math.min(small.width(), small.height())).isEqualTo(32);
            }
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "513f29d0-02a8-11e7-9756-6035edb96e79.jpg, CORRUPT",
        "5145e95a-02a8-11e7-8372-4787a7307ab8.jpg, NOT_AN_IMAGE",
        "514c48ea-02a8-11e7-8789-bb75321f404f.jpg, TRUNCATED",
        "515e763c-02a8-11e7-85fb-573b41201f05.jpg, CORRUPT",
        "hopper_bad_exif.jpg, CORRUPT",
        "ultrahdr.jpg, TRUNCATED",
        "broken.png, TRUNCATED",
        "truncated_image.png, TRUNCATED"
    })
    void brokenFilesAreRefused(String name, Reason reason) throws IOException {
        byte[] file = Files.readAllBytes(SharedData.require("data/odd-images/" + name));
        for (String choice : Codecs.onThisMachine()) {
            try (ImageCodec codec = ImageCodec.open(choice)) {
                assertThatThrownBy(() -> codec.decoder().decode(file, OPTIONS))
                        .as(choice)
                        .isInstanceOfSatisfying(
                                BadImageException.class,
                                e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
            }
            assertThatThrownBy(() -> converted(file, choice))
                    .as("converted by " + choice)
                    .isInstanceOfSatisfying(
                            BadImageException.class,
                            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
        }
    }

    /** Shorter side 32, by whichever way the file's kind takes. */
    private static byte[] converted(byte[] file, String codec) throws BadImageException {
        ImageShape shape = new ImageShape(3, 32, 32);
        ImageConversion.Settings settings = new ImageConversion.Settings(
                new ShardFormat(Manifest.Encoding.JPEG, shape, 0), false, 90, false, 50_000_000, codec);
        try (ImageConversion conversion = new ImageConversion(settings)) {
            return conversion.convert(file, ChannelSums.empty(shape));
        }
    }

    @Test
    void theTablesCoverEveryFile() throws IOException {
        Path folder = SharedData.require("data/odd-images");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith("g"))).hasSize(29);
        }
    }
}
