package org.dahlquist.cluster.input;

import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.image.ImageTransform;
import org.dahlquist.image.InputTransform;
import org.dahlquist.image.RandomResizedCrop;
import org.dahlquist.image.ResizedCrop;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.TrainConfig.Augmentation;
import org.dahlquist.run.TrainConfig.AugmentationKind;

/** Chooses how the images of a dataset become network input. */
public final class InputTransforms {
    private static final RandomResizedCrop WHOLE = new RandomResizedCrop(1, 1, 1, 1);

    private InputTransforms() {}

    /**
     * Shape of what the network sees.
     *
     * @throws DahlquistException (CONFIG) if the images are encoded and no size is given
     */
    public static ImageShape shape(Manifest manifest, InputConfig input) {
        if (input.size() > 0) {
            return new ImageShape(manifest.shape().channels(), input.size(), input.size());
        }
        if (manifest.encoding() == Manifest.Encoding.JPEG) {
            throw DahlquistException.config(
                    "JPEG images of many sizes need input.size, the side of what the network sees, but it is 0; those of"
                            + " this dataset have a shorter side of %d pixels",
                    Math.min(manifest.shape().height(), manifest.shape().width()));
        }
        return manifest.shape();
    }

    /** Images as they are, or their centre. */
    public static InputTransform evaluation(Manifest manifest, InputConfig input) {
        return isSeenWhole(manifest, input)
                ? new ImageTransform(manifest.shape(), manifest.mean(), manifest.std(), 0, false)
                : resizedCrop(manifest, input, WHOLE, false);
    }

    /**
     * Images changed at random.
     *
     * @throws DahlquistException (CONFIG) if crop and flip are asked for and images aren't seen as they are
     */
    public static InputTransform training(Manifest manifest, InputConfig input, Augmentation augmentation) {
        boolean whole = isSeenWhole(manifest, input);
        if (augmentation.kind() == AugmentationKind.CROP_FLIP && !whole) {
            throw DahlquistException.config(
                    "train.augmentation.kind = crop-flip takes raw images of the network's size, but these are %s of %d x"
                            + " %d and input.size is %d; take resized-crop",
                    manifest.encoding(),
                    manifest.shape().height(),
                    manifest.shape().width(),
                    input.size());
        }
        if (augmentation.kind() == AugmentationKind.RESIZED_CROP || !whole) {
            RandomResizedCrop crop = new RandomResizedCrop(
                    augmentation.area().get(0),
                    augmentation.area().get(1),
                    augmentation.aspect().get(0),
                    augmentation.aspect().get(1));
            return resizedCrop(manifest, input, crop, augmentation.flip());
        }
        return new ImageTransform(
                manifest.shape(), manifest.mean(), manifest.std(), augmentation.cropPadding(), augmentation.flip());
    }

    private static boolean isSeenWhole(Manifest manifest, InputConfig input) {
        return manifest.encoding() == Manifest.Encoding.RAW
                && shape(manifest, input).equals(manifest.shape());
    }

    private static InputTransform resizedCrop(
            Manifest manifest, InputConfig input, RandomResizedCrop crop, boolean flip) {
        return ResizedCrop.of(manifest, shape(manifest, input), crop, flip, input.centreFraction());
    }
}
