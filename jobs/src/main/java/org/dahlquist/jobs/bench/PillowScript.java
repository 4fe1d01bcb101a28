package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Pillow peer: a script beside this class, and the interpreter that runs it.
 *
 * @param interpreter a Python with Pillow
 * @param script where the script lies
 */
record PillowScript(String interpreter, Path script) {
    /** Copies the script into a folder, for the first of some interpreters that has Pillow; empty if none has. */
    static Optional<PillowScript> in(Path folder, String... candidates) throws IOException {
        Optional<String> interpreter = PythonModule.interpreter("PIL", candidates);
        Path script = PythonScript.copy(PythonScript.PILLOW, folder);
        return interpreter.map(python -> new PillowScript(python, script));
    }

    /** The Pillow it runs with. */
    String version() {
        return PythonModule.version(interpreter, "PIL").orElse("unknown");
    }

    /** Its command line. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
