package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        return List.of(candidates).stream().filter(TorchScript::hasTorch).findFirst();
    }

    private static boolean hasTorch(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import torch")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while looking for PyTorch", e));
        }
    }
}
