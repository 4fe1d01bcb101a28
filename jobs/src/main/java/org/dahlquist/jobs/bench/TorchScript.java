package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
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
        return PythonModule.version(python, "torch");
    }
}
