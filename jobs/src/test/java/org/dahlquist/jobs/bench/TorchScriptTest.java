package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PyTorch peer trains the networks that we train; skipped where PyTorch is not installed. */
class TorchScriptTest {
    @TempDir
    Path folder;

    private String python;

    @BeforeEach
    void needsPyTorch() throws IOException {
        Optional<String> torch = PythonModule.interpreter("torch", "python3", "/usr/bin/python3");
        Assumptions.assumeTrue(torch.isPresent(), "skipped: PyTorch (Debian: python3-torch) is not installed");
        python = torch.get();
        PythonScript.copy(PythonScript.TORCH, folder);
    }

    @Test
    void itsNetworksHaveAsManyParametersAsOurs() throws IOException, InterruptedException {
        String labels = Arrays.stream(BenchNetwork.values())
                .map(network -> "'" + network.label() + "'")
                .collect(Collectors.joining(", "));
        Result counts = run(
                "-c",
                "import torch_train as t\nfor n in (" + labels
                        + "):\n  print(n, sum(p.numel() for p in t.build(n).parameters()))");

        assertThat(counts.output.lines())
                .containsExactlyElementsOf(Arrays.stream(BenchNetwork.values())
                        .map(network -> network.label() + " " + network.spec().parameterCount())
                        .toList());
        assertThat(counts.output).contains("zerosnet-20 277402", "resnet-18 11173962");
    }

    @Test
    void oneLineOfJsonHoldsTheResult() throws IOException, InterruptedException {
        Result result = run(
                PythonScript.TORCH, "--network", "zerosnet-20", "--batch", "4", "--seconds", "0", "--channels-last");
        Measurement read = Contestant.TORCH_CL.read(
                new Contestant.Setting(BenchNetwork.ZEROSNET_20, 1, 1, 0, 4, 5, python, folder),
                new ChildProcess(result.output, 0));

        assertThat(result.code).isZero();
        assertThat(read.train()).isPositive();
        assertThat(read.inference()).isPositive();
    }

    @Test
    void wrongArgumentsEndItWithTwoAndAMessage() throws IOException, InterruptedException {
        assertThat(run(PythonScript.TORCH).code).isEqualTo(2);
        assertThat(run(PythonScript.TORCH, "--network", "vgg-16")).isEqualTo(new Result(2, "unknown network vgg-16"));
        assertThat(run(PythonScript.TORCH, "--network", "zerosnet-21"))
                .isEqualTo(new Result(2, "unknown network zerosnet-21"));
    }

    @Test
    void aMissingInterpreterIsNoFailure() {
        assertThat(PythonModule.interpreter("torch", folder.resolve("no-python").toString()))
                .isEmpty();
    }

    /** Output, or for a failure the end of its last line after the last colon. */
    private record Result(int code, String output) {}

    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        int code = process.waitFor();
        return new Result(code, code == 0 ? output : output.substring(output.lastIndexOf(": ") + 2));
    }
}
