package org.dahlquist.jobs.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who searches for neighbours. */
enum KnnPeer implements Labelled {
    /** {@link org.dahlquist.graph.ExactNeighbours}. */
    OURS(null, null),
    /** Flat index, exact. */
    FAISS("faiss", "python3-faiss"),
    /** Brute force, exact. */
    SKLEARN("sklearn", "python3-sklearn"),
    /** The original HNSW in C++: M 16, efConstruction 100, ef 50. */
    HNSWLIB("hnswlib", "python3-hnswlib"),
    /** HNSW in Java with the same settings. */
    HNSWLIB_CORE(null, null),
    /** Spark MLlib's hashing, which takes half a minute for 5,000 points. */
    MLLIB_LSH(null, null);

    /** Points that MLlib finishes in about half a minute. */
    static final int FEW = 5_000;

    private final String module;
    private final String debianPackage;

    KnnPeer(String module, String debianPackage) {
        this.module = module;
        this.debianPackage = debianPackage;
    }

    /** Python module that it needs, or null. */
    String module() {
        return module;
    }

    /** Debian's package of the module, or null. */
    String debianPackage() {
        return debianPackage;
    }

    static KnnPeer of(String label) {
        return Labelled.of(label, "--peers", values());
    }

    /** Whether its turns come once only, as they take long. */
    boolean isSlow() {
        return this == HNSWLIB_CORE || this == MLLIB_LSH;
    }

    /** Whether it can be expected to finish. */
    boolean takes(FeatureFile file) {
        return this != MLLIB_LSH || file.size() <= FEW;
    }

    /**
     * The command of one measurement.
     *
     * @param neighbours file for the neighbours
     * @param distances file for the distances, or null
     */
    List<String> command(FeatureFile file, int threads, int k, String python, Path neighbours, Path distances) {
        List<String> command = new ArrayList<>(
                module == null
                        ? ChildProcess.self("bench", "knn-child", label())
                        : List.of(
                                python,
                                neighbours
                                        .resolveSibling(PythonScript.NEIGHBOURS)
                                        .toString(),
                                label()));
        command.addAll(List.of(
                "--features",
                file.path().toString(),
                "--dimension",
                String.valueOf(file.dimension()),
                "--k",
                String.valueOf(k),
                "--threads",
                String.valueOf(threads),
                "--out",
                neighbours.toString()));
        if (distances != null) {
            command.addAll(List.of("--distances", distances.toString()));
        }
        return command;
    }
}
