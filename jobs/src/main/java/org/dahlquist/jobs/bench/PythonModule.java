package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

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
}
