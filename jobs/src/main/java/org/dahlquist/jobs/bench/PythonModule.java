package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Python interpreter can import. */
final class PythonModule {
    private PythonModule() {}

    /** Whether the interpreter exists and has the module. */
    static boolean isThere(String python, String module) {
        try {
            return new ProcessBuilder(python, "-c", "import " + module)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while looking for " + module, e));
        }
    }

    /** The first of some interpreters that has the module. */
    static Optional<String> interpreter(String module, String... candidates) {
        return Stream.of(candidates)
                .filter(candidate -> isThere(candidate, module))
                .findFirst();
    }

    /** The module's version; empty if the interpreter or the module is missing. */
    static Optional<String> version(String python, String module) {
        try {
            Process process = new ProcessBuilder(
                            python, "-c", "import " + module + "; print(" + module + ".__version__)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return process.waitFor() == 0 ? Optional.of(version) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while looking for " + module, e));
        }
    }
}
