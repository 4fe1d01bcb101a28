package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Pillow peer: a script beside this class, and the interpreter that runs it.
 *
 * @param interpreter a Python with Pillow
 * @param script where the script lies
 */
record PillowScript(String interpreter, Path script) {
    private static final String NAME = "pillow_prepare.py";

    /** Copies the script into a folder, for the first of some interpreters that has Pillow; empty if none has. */
    static Optional<PillowScript> in(Path folder, String... candidates) throws IOException {
        Optional<String> interpreter = Stream.of(candidates)
                .filter(candidate -> version(candidate).isPresent())
                .findFirst();
        if (interpreter.isEmpty()) {
            return Optional.empty();
        }
        Path script = folder.resolve(NAME);
        try (InputStream source = PillowScript.class.getResourceAsStream(NAME)) {
            Files.write(script, source.readAllBytes());
        }
        return Optional.of(new PillowScript(interpreter.get(), script));
    }

    /** The Pillow it runs with. */
    String version() {
        return version(interpreter).orElse("unknown");
    }

    /** Its command line. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Optional<String> version(String python) {
        return PythonModule.version(python, "PIL");
    }
}
