package org.dahlquist.jobs.bench;

import java.util.Locale;
import org.dahlquist.dataset.ImageShape;
import org.dahlquist.network.NetworkSpec;
import org.dahlquist.run.NetworkConfig;
import org.dahlquist.stability.Coefficients;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The networks that are measured, on images of 3×32×32 and 10 classes. */
enum BenchNetwork implements Labelled {
    /** 0.28 million parameters. */
    ZEROSNET_20(NetworkConfig.Architecture.ZEROSNET, 20, 10_240),
    /** 0.86 million parameters. */
    ZEROSNET_56(NetworkConfig.Architecture.ZEROSNET, 56, 3_840),
    /** 0.86 million parameters. */
    PRERESNET_56(NetworkConfig.Architecture.PRERESNET, 56, 3_840),
    /** 11.2 million parameters. */
    RESNET_18(NetworkConfig.Architecture.RESNET, 18, 1_280);

    static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    static final int CLASSES = 10;

    private final NetworkConfig.Architecture architecture;
    private final int depth;
    private final int images;

    BenchNetwork(NetworkConfig.Architecture architecture, int depth, int images) {
        this.architecture = architecture;
        this.depth = depth;
        this.images = images;
    }

    static BenchNetwork of(String label) {
        return Labelled.of(label, "--networks", values());
    }

    /** Random images, the classes in turn. */
    static DataSet minibatch(int images) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, images, CLASSES);
        for (int row = 0; row < images; row++) {
            labels.putScalar(row, row % CLASSES, 1);
        }
        return new DataSet(Nd4j.rand(DataType.FLOAT, images, SHAPE.channels(), SHAPE.height(), SHAPE.width()), labels);
    }

    NetworkSpec spec() {
        return new NetworkSpec(architecture, depth, CLASSES, SHAPE, Coefficients.OPTIMAL);
    }

    /** Training images in an epoch: some 12 seconds of work on one core, whole rounds of 2 workers. */
    int images() {
        return images;
    }

    /** The settings as they stand in a run file. */
    String hocon() {
        return "network { architecture = " + architecture.name().toLowerCase(Locale.ROOT) + ", depth = " + depth
                + " }\n";
    }
}
