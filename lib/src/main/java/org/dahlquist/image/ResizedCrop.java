package org.dahlquist.image;

import java.util.SplittableRandom;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.StoredImage;

/**
 * From images of any size to network input: a random crop, resized and perhaps flipped, for training, and the centre for
 * evaluation.
 *
 * <p>Means the same as torchvision's {@code RandomResizedCrop(size)}, {@code RandomHorizontalFlip(0.5)}, or {@code
 * Resize(size / centreFraction)}, {@code CenterCrop(size)}, then {@code ToTensor}, {@code Normalize}, with antialiased
 * bilinear resampling. A training crop is resampled from its own pixels only. JPEGs are decoded at a reduced scale where
 * that still gives each output pixel at least one pixel.
 */
public final class ResizedCrop implements InputTransform {
    private final PixelSource source;
    private final Resampling resampling;
    private final RandomResizedCrop crop;
    private final boolean flip;
    private final double centreFraction;

    ResizedCrop(
            PixelSource source, Resampling resampling, RandomResizedCrop crop, boolean flip, double centreFraction) {
        this.source = source;
        this.resampling = resampling;
        this.crop = crop;
        this.flip = flip;
        this.centreFraction = centreFraction;
    }

    /**
     * For the images of a dataset.
     *
     * @param manifest tells how they are stored, and mean and deviation
     * @param shape of the network input
     * @param crop draws training crops
     * @param flip whether to mirror training images left to right with probability one half
     * @param centreFraction fraction of the shorter side that is left for evaluation, above 0 and at most 1
     */
    public static ResizedCrop of(
            Manifest manifest, ImageShape shape, RandomResizedCrop crop, boolean flip, double centreFraction) {
        Resampling resampling = new Resampling(shape, manifest.mean(), manifest.std());
        PixelSource source = manifest.encoding() == Manifest.Encoding.JPEG
                ? new JpegPixels(ImageCodec.AUTO)
                : new RawPixels(manifest.shape());
        return new ResizedCrop(source, resampling, crop, flip, centreFraction);
    }

    @Override
    public ImageShape shape() {
        return resampling.shape();
    }

    @Override
    public void augmented(StoredImage image, long randomSeed, float[] out, int outOffset) throws BadImageException {
        SplittableRandom random = new SplittableRandom(randomSeed);
        PixelSource.Size size = source.size(image);
        CropBox box = crop.draw(size.width(), size.height(), random);
        boolean mirror = flip && random.nextBoolean();
        double enlarged = Math.max((double) shape().width() / box.width(), (double) shape().height() / box.height());
        PixelGrid picture = source.pixels(image, (int) Math.ceil(enlarged * size.shorter()));
        SampledAxis across = within(box.left(), box.width(), size.width(), picture.width(), shape().width(), mirror);
        SampledAxis down = within(box.top(), box.height(), size.height(), picture.height(), shape().height(), false);
        resampling.run(picture, across, down, out, outOffset);
    }

    @Override
    public void normalised(StoredImage image, float[] out, int outOffset) throws BadImageException {
        PixelSource.Size size = source.size(image);
        int shorter = (int) Math.rint(Math.max(shape().width(), shape().height()) / centreFraction);
        PixelGrid picture = source.pixels(image, shorter);
        int width = (int) ((long) shorter * size.width() / size.shorter());
        int height = (int) ((long) shorter * size.height() / size.shorter());
        resampling.run(
                picture,
                centred(picture.width(), width, shape().width()),
                centred(picture.height(), height, shape().height()),
                out,
                outOffset);
    }

    @Override
    public void close() {
        source.close();
    }

    /** A part of an axis of {@code full} pixels, of which {@code given} were decoded. */
    private static SampledAxis within(int first, int length, int full, int given, int outputs, boolean mirror) {
        double reduced = (double) given / full;
        int low = (int) Math.floor(first * reduced);
        int high = Math.min(given, (int) Math.ceil((first + length) * reduced));
        return SampledAxis.of(first * reduced, length * reduced / outputs, low, high, outputs, mirror);
    }

    /** The centre of an axis that is resized from {@code given} to {@code resized} pixels. */
    private static SampledAxis centred(int given, int resized, int outputs) {
        double scale = (double) given / resized;
        double first = Math.rint((resized - outputs) / 2.0);
        return SampledAxis.of(first * scale, scale, 0, given, outputs, false);
    }
}
