package org.dahlquist.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import org.dahlquist.dataset.ImageShape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JPEG to smaller JPEG in planes, against the way over RGB. */
class TurboJpegRescalerTest {
    private static final ImageShape SHAPE = new ImageShape(3, 64, 64);
    private static final DecodeOptions OPTIONS = DecodeOptions.fullSize(1_000_000);
    private static final int QUALITY = 95;

    private ImageCodec codec;
    private TurboJpegRescaler rescaler;

    @BeforeEach
    void open() {
        assumeThat(TurboJpegPresence.known()).isTrue();
        codec = ImageCodec.open(ImageCodec.TURBOJPEG);
        rescaler = new TurboJpegRescaler();
    }

    @AfterEach
    void close() {
        if (rescaler != null) {
            rescaler.close();
            codec.close();
        }
    }

    @ParameterizedTest(name = "chroma of 1/{0} by 1/{1}, {2} x {3} to shorter side {4}")
    @CsvSource({
        "2, 2, 200, 151, 100",
        "2, 2, 151, 200, 101",
        "2, 1, 199, 151, 99",
        "1, 2, 199, 150, 64",
        "1, 1, 201, 151, 101",
        "1, 1, 90, 60, 97",
        "2, 2, 61, 90, 61",
        "2, 2, 450, 331, 37"
    })
    void isAsNearToTheExactFilterAsScalingRgb(int across, int down, int width, int height, int side)
            throws IOException, BadImageException {
        byte[] file = SubsampledJpeg.of(TestImages.waves(width, height, 11), across, down);
        assertThat(JpegHeader.of(file).chroma()).isEqualTo(new JpegHeader.Sampling(across, down));
        RgbImage whole = codec.decoder().decode(file, OPTIONS);
        RgbImage exact = new Resampler().shorterSide(whole, side);
        RgbImage overRgb = codec.decoder().decode(codec.encoder().encode(exact, QUALITY), OPTIONS);
        RgbImage inPlanes = codec.decoder().decode(rescaled(file, side), OPTIONS);
        assertThat(List.of(inPlanes.width(), inPlanes.height())).containsExactly(exact.width(), exact.height());
        assertThat(TestImages.psnr(inPlanes, exact)).isGreaterThan(TestImages.psnr(overRgb, exact) - 0.3);
    }

    @Test
    void bytesDoNotDependOnTheImagesBefore() throws IOException, BadImageException {
        byte[] large = SubsampledJpeg.of(TestImages.waves(301, 203, 1), 1, 1);
        byte[] small = SubsampledJpeg.of(TestImages.waves(71, 93, 2), 2, 2);
        byte[] first = rescaled(small, 45);
        rescaled(large, 64);
        assertThat(rescaled(small, 45)).isEqualTo(first);
        try (TurboJpegRescaler other = new TurboJpegRescaler()) {
            other.scale(small, JpegHeader.of(small), OPTIONS, 45);
            assertThat(other.encode(QUALITY)).isEqualTo(first);
        }
    }

    @Test
    void sumsAreThoseOfTheScaledPixels() throws IOException, BadImageException {
        byte[] file = SubsampledJpeg.of(TestImages.waves(301, 203, 3), 2, 2);
        ChannelSums sums = ChannelSums.empty(SHAPE);
        rescaler.scale(file, JpegHeader.of(file), OPTIONS, 101);
        rescaler.addTo(sums);
        ChannelSums pixels = ChannelSums.empty(SHAPE);
        pixels.addInterleaved(rescaler.pixels().pixels());
        assertThat(sums.sums()).isEqualTo(pixels.sums());
        RgbImage scaled = codec.decoder().decode(rescaler.encode(100), OPTIONS);
        ChannelSums decoded = ChannelSums.empty(SHAPE);
        decoded.addInterleaved(scaled.pixels());
        assertThat(sums.pixels()).isEqualTo(decoded.pixels());
        assertThat(sums.mean()).containsExactly(decoded.mean(), within(0.2 / 255));
        assertThat(sums.standardDeviation()).containsExactly(decoded.standardDeviation(), within(0.5 / 255));
    }

    @Test
    void leavesFilesWithoutTwoChromaComponentsToOthers() throws IOException, BadImageException {
        byte[] file = SubsampledJpeg.of(TestImages.waves(40, 40, 4), 2, 2);
        assertThat(TurboJpegRescaler.takes(JpegHeader.of(file))).isTrue();
        byte[] wide = SubsampledJpeg.of(TestImages.waves(40, 40, 4), 4, 1);
        assertThat(TurboJpegRescaler.takes(JpegHeader.of(wide))).isFalse();
    }

    private byte[] rescaled(byte[] file, int side) throws BadImageException {
        rescaler.scale(file, JpegHeader.of(file), OPTIONS, side);
        return rescaler.encode(QUALITY);
    }
}
