package org.dahlquist.training;

import java.util.Arrays;
import java.util.List;
import org.dahlquist.onednn.CompiledInference;
import org.dahlquist.onednn.UnsupportedGraphException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one vertex of a trained network gives: oneDNN where it can compute the network on this machine, else the
 * network's own layers. Decided at the first call; later changes of the parameters show after {@link #refresh}. Not
 * thread-safe.
 */
public final class Inference implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inference.class);

    private final ComputationGraph network;
    private final String vertex;
    private CompiledInference compiled;
    private boolean layerwise;

    /**
     * An inference.
     *
     * @param network an initialised network with one input
     * @param vertex whose output is wanted: the pooled features or the output layer
     */
    public Inference(ComputationGraph network, String vertex) {
        this.network = network;
        this.vertex = vertex;
    }

    /**
     * Computes the vertex for some images.
     *
     * @param images float32 {@code [n, C, H, W]}, contiguous in C order, all calls of the same image shape
     * @return row-major {@code float[n · dimension]}
     */
    public float[] run(INDArray images) {
        if (compiled == null && !layerwise) {
            compile(Arrays.copyOfRange(images.shape(), 1, images.rank()));
        }
        if (compiled != null) {
            return compiled.run(images);
        }
        INDArray output = network.output(List.of(vertex), false, new INDArray[] {images}, null)[0];
        return output.dup('c').data().asFloat();
    }

    /** Takes up the network's present parameters. */
    public void refresh() {
        if (compiled != null) {
            compiled.refresh();
        }
    }

    /** Frees the native memory; the next call would compile again. */
    @Override
    public void close() {
        if (compiled != null) {
            compiled.close();
            compiled = null;
        }
    }

    private void compile(long[] imageShape) {
        try {
            compiled = new CompiledInference(network, imageShape, vertex);
        } catch (UnsupportedGraphException e) {
            LOG.info("computing {} layer by layer with ND4J: {}", vertex, e.getMessage());
            layerwise = true;
        }
    }
}
