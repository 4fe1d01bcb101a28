package org.dahlquist.solver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fastest kernel that this JVM has. */
final class KernelChoice {
    private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
    private static final String MODULE = "jdk.incubator.vector";
    private static final TileKernel FASTEST = fastest();

    private KernelChoice() {}

    static TileKernel kernel() {
        return FASTEST;
    }

    private static TileKernel fastest() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            LOG.info("solver kernel  scalar; Java's option --add-modules {} makes it several times faster", MODULE);
            return new ScalarKernel();
        }
        LOG.info("solver kernel  vector");
        return vector();
    }

    /** Loaded by name: its class is linked only where the module is there. */
    static TileKernel vector() {
        try {
            return (TileKernel) Class.forName("org.dahlquist.solver.VectorKernel")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector kernel is not in this jar", e);
        }
    }
}
