package org.dahlquist.jobs.bench;

/**
 * What one contestant reached in one round.
 *
 * @param network label of the network
 * @param contestant who
 * @param cores cores it ran on
 * @param round from 1
 * @param train training images per second; NaN where not measured
 * @param inference images per second; NaN where not measured
 * @param peakMib largest resident memory of its process
 */
record Measurement(
        String network, String contestant, int cores, int round, double train, double inference, double peakMib) {
    static final String HEADER =
            "network,contestant,cores,round,train_images_per_second,inference_images_per_second,peak_mib";

    /** A row of bench-train.csv. */
    String csv() {
        return String.join(
                ",",
                network,
                contestant,
                String.valueOf(cores),
                String.valueOf(round),
                Cell.of(train, 1),
                Cell.of(inference, 1),
                Cell.of(peakMib, 1));
    }
}
