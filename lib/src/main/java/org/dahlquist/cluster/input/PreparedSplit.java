package org.dahlquist.cluster.input;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.HadoopSettings;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;
import org.dahlquist.dataset.StoredImages;
import org.dahlquist.image.InputTransform;
import org.dahlquist.robustness.PixelScale;
import org.dahlquist.run.InputConfig;
import org.dahlquist.run.TrainConfig;

/**
 * One part of a prepared dataset, as tasks refer to it.
 *
 * @param hadoop how to reach the file system
 * @param folder the prepared dataset
 * @param split which part
 * @param manifest what the dataset is
 * @param input what a network sees of an image
 */
public record PreparedSplit(HadoopSettings hadoop, String folder, Split split, Manifest manifest, InputConfig input)
        implements Serializable {
    private static final ExecutorCache<StoredImages> IMAGES = new ExecutorCache<>(4);
    private static final ExecutorCache<InputTransform> TRANSFORMS = new ExecutorCache<>(8);
    private static final ExecutorCache<LoaderThreads> THREADS = new ExecutorCache<>(4);

    /** A part of the dataset that the manifest describes. */
    public static PreparedSplit of(Configuration hadoop, PreparedData data, Split split, Manifest manifest) {
        return new PreparedSplit(new HadoopSettings(hadoop), data.folder().toString(), split, manifest, data.input());
    }

    /** Number of images. */
    public int size() {
        return Math.toIntExact(manifest.split(split).rows());
    }

    /** Shape of what the network sees. */
    ImageShape shape() {
        return InputTransforms.shape(manifest, input);
    }

    /** What normalised values mean. */
    public PixelScale pixelScale() {
        return new PixelScale(shape(), manifest.mean(), manifest.std());
    }

    /** Images without augmentation. */
    public NetworkInput evaluation() {
        InputTransform transform =
                TRANSFORMS.shared(name() + " evaluation " + input, () -> InputTransforms.evaluation(manifest, input));
        return new NetworkInput(images(), transform, threads());
    }

    /** Images to train on. */
    public NetworkInput training(TrainConfig.Augmentation augmentation) {
        InputTransform transform = TRANSFORMS.shared(
                name() + " " + augmentation + input, () -> InputTransforms.training(manifest, input, augmentation));
        return new NetworkInput(images(), transform, threads());
    }

    /** Changes when the dataset is prepared again. */
    private String name() {
        int version = Objects.hash(
                manifest.split(split).shards(), Arrays.hashCode(manifest.mean()), Arrays.hashCode(manifest.std()));
        return folder + "/" + split.key() + "@" + Integer.toHexString(version);
    }

    private StoredImages images() {
        return IMAGES.shared(
                name() + " " + input.cacheBytes(),
                () -> StoredImages.open(hadoop.value(), new Path(folder), split, input.cacheBytes()));
    }

    private LoaderThreads threads() {
        return THREADS.shared(input.threads() + " threads", () -> new LoaderThreads(input.threads()));
    }
}
