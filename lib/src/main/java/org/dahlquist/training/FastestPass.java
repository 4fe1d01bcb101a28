package org.dahlquist.training;

import org.dahlquist.DahlquistException;
import org.dahlquist.onednn.Precision;
import org.dahlquist.onednn.UnsupportedGraphException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.DataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** oneDNN where it can compute the network on this machine, else the network's own layers; decided at the first step. */
final class FastestPass implements GradientPass {
    private static final Logger LOG = LoggerFactory.getLogger(FastestPass.class);

    private final ComputationGraph network;
    private final Precision precision;
    private GradientPass chosen;

    FastestPass(ComputationGraph network, Precision precision) {
        this.network = network;
        this.precision = precision;
    }

    @Override
    public StepResult run(DataSet minibatch) {
        if (chosen != null) {
            return chosen.run(minibatch);
        }
        try {
            GradientPass compiled = new OneDnnPass(network, precision);
            StepResult result = compiled.run(minibatch);
            chosen = compiled;
            return result;
        } catch (UnsupportedGraphException e) {
            if (precision != Precision.FLOAT32) {
                throw DahlquistException.cluster(
                                "train.precision = bfloat16 needs oneDNN's kernels for it, but %s; set float32",
                                e.getMessage())
                        .causedBy(e);
            }
            LOG.info("training layer by layer with ND4J: {}", e.getMessage());
            chosen = new GraphPass(network);
            return chosen.run(minibatch);
        }
    }

    @Override
    public void close() {
        if (chosen != null) {
            chosen.close();
        }
    }
}
