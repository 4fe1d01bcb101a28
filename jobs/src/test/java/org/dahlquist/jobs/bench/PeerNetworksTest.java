package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** The peers' networks are ours: as many parameters, in DL4J's layers and in PyTorch. */
class PeerNetworksTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = BenchNetwork.class,
            names = {"ZEROSNET_20", "RESNET_18"})
    void dl4jsLayersHaveAsManyParameters(BenchNetwork network) {
        ComputationGraph ours = graph(network, false);
        ComputationGraph stock = graph(network, true);

        // both count running statistics, two a channel
        assertThat(stock.numParams()).isEqualTo(ours.numParams());
    }

    @Test
    @Tag("slow")
    void pytorchsNetworksHaveAsManyParameters() throws IOException {
        Optional<String> python = TorchScript.interpreter("python3", "/usr/bin/python3");
        Assumptions.assumeTrue(python.isPresent(), "PyTorch (Debian: python3-torch) is not installed");
        TorchScript.copyTo(folder);
        for (BenchNetwork network : BenchNetwork.values()) {
            ChildProcess child = ChildProcess.run(
                    1,
                    1,
                    List.of(
                            python.get(),
                            folder.resolve(TorchScript.NAME).toString(),
                            "--network",
                            network.label(),
                            "--batch",
                            "2",
                            "--seconds",
                            "0.1"));
            long parameters = new ObjectMapper()
                    .readTree(child.output())
                    .get("parameters")
                    .asLong();
            assertThat(parameters).as(network.label()).isEqualTo(network.spec().parameterCount());
        }
    }

    private static ComputationGraph graph(BenchNetwork network, boolean stock) {
        ComputationGraphConfiguration ours = network.spec().configuration(new NoOp(), List.of(), 1, DataType.FLOAT);
        ComputationGraph graph =
                new ComputationGraph(stock ? StockGraph.of(ours, BenchNetwork.SHAPE, new NoOp()) : ours);
        graph.init();
        return graph;
    }
}
