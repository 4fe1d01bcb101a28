package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A peer's script, a resource beside this class. */
final class PythonScript {
    /** Trains in PyTorch. */
    static final String TORCH = "torch_train.py";

    /** Prepares images with Pillow. */
    static final String PILLOW = "pillow_prepare.py";

    /** Searches for neighbours with faiss, scikit-learn or hnswlib. */
    static final String NEIGHBOURS = "knn_peers.py";

    /** Solves with SciPy's conjugate gradients. */
    static final String SCIPY = "scipy_cg.py";

    private PythonScript() {}

    /** Copies a script into a folder. */
    static Path copy(String name, Path folder) throws IOException {
        try (InputStream script = PythonScript.class.getResourceAsStream(name)) {
            return Files.write(folder.resolve(name), script.readAllBytes());
        }
    }
}
