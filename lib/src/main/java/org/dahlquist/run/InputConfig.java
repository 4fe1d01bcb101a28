package org.dahlquist.run;

import java.io.Serializable;

/**
 * How prepared images come to the network.
 *
 * @param size side of the square that the network sees, in pixels; 0 for raw images as they are
 * @param centreFraction fraction of the shorter side that is left for evaluation
 * @param cacheBytes most bytes of one part's images that an executor keeps in memory
 * @param loaderThreads threads of an executor that make minibatches; 0 for one per core
 */
public record InputConfig(int size, double centreFraction, long cacheBytes, int loaderThreads) implements Serializable {
    /** Raw images as they are, kept in memory up to 2 GiB, with a thread per core. */
    public static final InputConfig DEFAULT = new InputConfig(0, 0.875, 1L << 31, 0);

    static InputConfig read(ConfigReader at) {
        InputConfig config = new InputConfig(
                at.intInRange("size", 0, 4096),
                at.numberInRange("centre-fraction", 0.01, 1),
                at.wholeNumber("cache-bytes"),
                at.intInRange("loader-threads", 0, 1024));
        at.require(config.cacheBytes() > 0, "cache-bytes", "must be above 0");
        return config;
    }

    /** Threads of this process that make minibatches. */
    public int threads() {
        return loaderThreads == 0 ? Runtime.getRuntime().availableProcessors() : loaderThreads;
    }
}
