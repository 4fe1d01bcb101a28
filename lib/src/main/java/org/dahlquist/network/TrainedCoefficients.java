package org.dahlquist.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dahlquist.layer.TrainedMultistep;
import org.dahlquist.layer.TrainedStep;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * k of every block of a network that trains them (ZeroSNet's variant Tra, MResNet), as it was at one moment.
 *
 * @param k the present k by block, in the network's order; empty where a network has none
 * @param unstable a sentence for each block whose k isn't zero-stable
 */
public record TrainedCoefficients(Map<String, Double> k, List<String> unstable) {
    /** Copies the list. */
    public TrainedCoefficients {
        unstable = List.copyOf(unstable);
    }

    /** Reads them from an initialised network. */
    public static TrainedCoefficients of(ComputationGraph network) {
        Map<String, INDArray> parameters = network.paramTable();
        Map<String, Double> values = new LinkedHashMap<>();
        List<String> unstable = new ArrayList<>();
        for (int index : network.topologicalSortOrder()) {
            String name = network.getVertices()[index].getVertexName();
            GraphVertex vertex = network.getConfiguration().getVertices().get(name);
            if (vertex instanceof TrainedMultistep trained) {
                double k = parameters.get(name + "_" + TrainedMultistep.K).getDouble(0);
                TrainedStep step = trained.getStep();
                values.put(name, k);
                if (!step.isZeroStable(k)) {
                    unstable.add(String.format(
                            Locale.ROOT,
                            "%s is not zero-stable: its k is %.4f, and must be %s",
                            name,
                            k,
                            step.stableRegion()));
                }
            }
        }
        return new TrainedCoefficients(values, unstable);
    }

    /** All k in one line, such as {@code k block2 0.9876 block3 1.0213}. */
    public String line() {
        return k.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.4f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" ", "k ", ""));
    }
}
