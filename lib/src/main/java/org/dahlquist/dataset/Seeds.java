package org.dahlquist.dataset;

/**
 * Seeds of independent random streams, one for each (run seed, stage, counters).
 *
 * <p>Every random draw of a run starts from such a seed, so that it depends on what is drawn and never on the thread,
 * partition or order in which it happens. Reference: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014 (the finaliser of SplitMix64).
 */
public final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * Mixes a run seed, a stage name and any number of counters into 64 well-distributed bits.
     *
     * @param seed run seed
     * @param stage name of what is drawn, such as {@code "order"}; different names give unrelated streams
     * @param counters epoch, sample id and the like; their order and number matter
     * @return the same value for the same arguments, on every machine
     */
    public static long mix(long seed, String stage, long... counters) {
        long hash = finish(seed + GOLDEN_GAMMA);
        for (int i = 0; i < stage.length(); i++) {
            hash = finish(hash + GOLDEN_GAMMA + stage.charAt(i));
        }
        hash = finish(hash ^ stage.length());
        for (long counter : counters) {
            hash = finish(hash + GOLDEN_GAMMA) ^ finish(counter + GOLDEN_GAMMA);
            hash = finish(hash);
        }
        return hash;
    }

    private static long finish(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
