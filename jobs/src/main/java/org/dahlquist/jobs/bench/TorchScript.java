package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The PyTorch peer: a script beside this class, and the interpreter that can run it. */
final class TorchScript {
    /** Name of the script's file. */
    static final String NAME = "torch_train.py";

    private TorchScript() {}

    /** Copies the script into a folder. */
    static void copyTo(Path folder) throws IOException {
        try (InputStream script = TorchScript.class.getResourceAsStream(NAME)) {
            Files.write(folder.resolve(NAME), script.readAllBytes());
        }
    }

    /** The first of some interpreters that has PyTorch. */
    static Optional<String> interpreter(String... candidates) {
        return Stream.of(candidates)
                .filter(candidate -> version(candidate).isPresent())
                .findFirst();
    }

    /** An interpreter's PyTorch. */
    static Optional<String> version(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import torch; print(torch.__version__)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return process.waitFor() == 0 ? Optional.of(version) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while looking for PyTorch", e));
        }
    }
}
