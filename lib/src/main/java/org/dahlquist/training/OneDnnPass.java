package org.dahlquist.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dahlquist.onednn.CompiledTraining;
import org.dahlquist.onednn.Precision;
import org.dahlquist.onednn.UnsupportedGraphException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The pass compiled to oneDNN primitives, one compilation for each shape of minibatch.
 *
 * <p>The two latest shapes are kept, because an epoch ends with a smaller minibatch.
 */
final class OneDnnPass implements GradientPass {
    private static final int SHAPES = 2;

    private final ComputationGraph network;
    private final Precision precision;
    private final Map<String, CompiledTraining> compiled = new LinkedHashMap<>(4, 0.75f, true);

    OneDnnPass(ComputationGraph network, Precision precision) {
        this.network = network;
        this.precision = precision;
        if (network.getFlattenedGradients() == null) {
            network.initGradientsView();
        }
    }

    /**
     * Computes loss and gradient.
     *
     * @throws UnsupportedGraphException at the first minibatch of a shape, if the network can't be compiled here
     */
    @Override
    public StepResult run(DataSet minibatch) {
        INDArray images = contiguous(minibatch.getFeatures());
        INDArray labels = contiguous(minibatch.getLabels());
        CompiledTraining.Result result = compiled(images.shape()).run(images, labels);
        return new StepResult(result.loss(), result.correct(), minibatch.numExamples());
    }

    @Override
    public void close() {
        compiled.values().forEach(CompiledTraining::close);
        compiled.clear();
    }

    private CompiledTraining compiled(long[] shape) {
        String key = Arrays.toString(shape);
        CompiledTraining found = compiled.get(key);
        if (found == null || !found.isCurrent()) {
            found = new CompiledTraining(network, shape, precision);
            close(compiled.put(key, found));
            if (compiled.size() > SHAPES) {
                close(compiled.remove(compiled.keySet().iterator().next()));
            }
        }
        return found;
    }

    private static void close(CompiledTraining old) {
        if (old != null) {
            old.close();
        }
    }

    private static INDArray contiguous(INDArray array) {
        boolean plain = array.dataType() == DataType.FLOAT && array.ordering() == 'c' && !array.isView();
        return plain ? array : array.castTo(DataType.FLOAT).dup('c');
    }
}
