package org.dahlquist.layer;

import java.util.Arrays;
import org.dahlquist.DahlquistException;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images times a factor per image and channel: [N, C, H, W], [N, C, 1, 1] → [N, C, H, W].
 *
 * <p>The last step of squeeze-and-excitation. No parameters. Reference: Hu, Shen, Sun, "Squeeze-and-Excitation
 * Networks", CVPR 2018, arXiv 1709.01507.
 */
public final class ChannelScale extends GraphVertex {
    private static final long serialVersionUID = 1L;
    private static final int INPUTS = 2;

    @Override
    public ChannelScale clone() {
        return new ChannelScale();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelScale;
    }

    @Override
    public int hashCode() {
        return ChannelScale.class.hashCode();
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return INPUTS;
    }

    @Override
    public int maxVertexInputs() {
        return INPUTS;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialise, DataType type) {
        return new ChannelScaleVertex(graph, name, index, type);
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
        boolean fits = inputs[0] instanceof InputTypeConvolutional images
                && inputs[1] instanceof InputTypeConvolutional factors
                && factors.getHeight() == 1
                && factors.getWidth() == 1
                && factors.getChannels() == images.getChannels();
        if (!fits) {
            throw DahlquistException.config(
                    "a channel scale takes images and one factor per channel, but has %s", Arrays.toString(inputs));
        }
        return inputs[0];
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        return new LayerMemoryReport.Builder(null, ChannelScale.class, inputs[0], inputs[0])
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
