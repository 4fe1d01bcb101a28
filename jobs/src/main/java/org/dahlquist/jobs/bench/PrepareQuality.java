package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardFormat;
import org.dahlquist.image.BadImageException;
import org.dahlquist.image.ChannelSums;
import org.dahlquist.image.DecodeOptions;
import org.dahlquist.image.ImageCodec;
import org.dahlquist.image.ImageConversion;
import org.dahlquist.image.Resampler;
import org.dahlquist.image.RgbImage;

/**
 * Quality of what the contestants make of the same files.
 *
 * @param scaled of the scaled pixels before they are encoded; ours have the chroma of a JPEG by then
 * @param encoded of the JPEG's pixels
 */
record PrepareQuality(Decibels scaled, Decibels encoded) {
    /**
     * Mean PSNR in dB.
     *
     * @param rgb over all channels
     * @param luma of the luma that the pixels have
     */
    record Decibels(double rgb, double luma) {
        static final Decibels UNKNOWN = new Decibels(Double.NaN, Double.NaN);
    }

    private static final DecodeOptions FULL_SIZE = DecodeOptions.fullSize(1 << 26);

    /** The qualities of ours and, where there is Pillow, of its two ways, by their labels. */
    static Map<String, PrepareQuality> of(PrepareContestant.Setting setting) throws IOException, BadImageException {
        List<byte[]> images = new ArrayList<>();
        for (String path : Files.readAllLines(setting.files())) {
            images.add(Files.readAllBytes(Path.of(path)));
        }
        Map<String, PrepareQuality> qualities = new LinkedHashMap<>();
        try (ImageCodec codec = ImageCodec.open(ImageCodec.AUTO)) {
            List<double[]> exact = new ArrayList<>();
            for (byte[] image : images) {
                RgbImage whole = codec.decoder().decode(image, FULL_SIZE);
                RgbImage size = new Resampler().shorterSide(whole, setting.size());
                exact.add(ResizeQuality.exact(whole, size.width(), size.height()));
            }
            qualities.put(PrepareContestant.OURS.label(), ours(setting, codec, images, exact));
            if (setting.pillow() != null) {
                for (PrepareContestant peer : List.of(PrepareContestant.PILLOW, PrepareContestant.PILLOW_DRAFT)) {
                    qualities.put(peer.label(), pillow(setting, peer, codec, exact));
                }
            }
        }
        return qualities;
    }

    private static PrepareQuality ours(
            PrepareContestant.Setting setting, ImageCodec codec, List<byte[]> images, List<double[]> exact)
            throws BadImageException {
        ImageShape shape = new ImageShape(RgbImage.CHANNELS, setting.size(), setting.size());
        ImageConversion.Settings settings = new ImageConversion.Settings(
                new ShardFormat(Manifest.Encoding.JPEG, shape, 0),
                false,
                setting.quality(),
                false,
                1 << 26,
                codec.name());
        ResizeQuality scaled = new ResizeQuality();
        ResizeQuality encoded = new ResizeQuality();
        try (ImageConversion conversion = new ImageConversion(settings)) {
            for (int i = 0; i < images.size(); i++) {
                scaled.add(exact.get(i), conversion.scaled(images.get(i)));
                byte[] jpeg = conversion.convert(images.get(i), ChannelSums.empty(shape));
                encoded.add(exact.get(i), codec.decoder().decode(jpeg, FULL_SIZE));
            }
        }
        return new PrepareQuality(scaled.mean(), encoded.mean());
    }

    private static PrepareQuality pillow(
            PrepareContestant.Setting setting, PrepareContestant peer, ImageCodec codec, List<double[]> exact)
            throws IOException, BadImageException {
        Path folder = Files.createDirectories(setting.out().resolve(peer.label()));
        List<String> command = new ArrayList<>(setting.pillow()
                .command(
                        "samples",
                        "--files=" + setting.files(),
                        "--out=" + folder,
                        "--size=" + setting.size(),
                        "--quality=" + setting.quality()));
        if (peer == PrepareContestant.PILLOW_DRAFT) {
            command.add("--draft");
        }
        ChildProcess.run(1, 1, command);
        ResizeQuality scaled = new ResizeQuality();
        ResizeQuality encoded = new ResizeQuality();
        for (int i = 0; i < exact.size(); i++) {
            byte[] png = Files.readAllBytes(folder.resolve(i + ".png"));
            byte[] jpeg = Files.readAllBytes(folder.resolve(i + ".jpg"));
            scaled.add(exact.get(i), codec.decoder().decode(png, FULL_SIZE));
            encoded.add(exact.get(i), codec.decoder().decode(jpeg, FULL_SIZE));
        }
        return new PrepareQuality(scaled.mean(), encoded.mean());
    }
}
