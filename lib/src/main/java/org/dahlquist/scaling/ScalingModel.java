package org.dahlquist.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.dahlquist.dataset.Seeds;

/**
 * Predicts the efficiency of averaging: the time of the local steps over the time of a round.
 *
 * <p>A round is simulated event by event. The state reaches the workers as Spark's torrent broadcast does, every machine
 * passing blocks on: bytes/bandwidth once, and a latency for each doubling. A worker then makes its steps, each with
 * lognormal noise of mean 1. Finished workers send their values, which a receiver takes one after the other: the driver
 * up to {@value #FLAT} workers, beyond that one of √workers groups, whose float64 sums, twice the bytes, the driver takes
 * in turn. O(rounds · workers · (frequency + log workers)).
 *
 * @param cost of one worker
 * @param network between the workers
 */
public record ScalingModel(TrainingCost cost, ClusterNetwork network) {
    private static final int FLAT = 16;
    private static final int ROUNDS = 40;
    private static final List<Integer> FREQUENCIES = List.of(1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100, 200, 500, 1000);

    /**
     * Speed-up over one worker without averaging, divided by the workers.
     *
     * @param workers at least 1
     * @param frequency local steps of a round, at least 1
     * @param seed of the noise
     * @return above 0, at most about 1
     */
    public double efficiency(int workers, int frequency, long seed) {
        return frequency * cost.stepSeconds() / roundSeconds(workers, frequency, seed);
    }

    /**
     * Mean time of a round.
     *
     * @param workers at least 1
     * @param frequency local steps of a round, at least 1
     * @param seed of the noise
     */
    public double roundSeconds(int workers, int frequency, long seed) {
        double sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(Seeds.mix(seed, "scaling", workers, frequency, round));
            double[] ready = new double[workers];
            for (int worker = 0; worker < workers; worker++) {
                ready[worker] = broadcastSeconds(workers) + stepSeconds(frequency, random);
            }
            sum += network.roundSeconds() + collected(ready);
        }
        return sum / ROUNDS;
    }

    /**
     * The smallest frequency with an efficiency of at least {@code wanted}; empty where none up to 1000 has it.
     *
     * @param workers at least 1
     * @param wanted above 0 and below 1
     * @param seed of the noise
     */
    public OptionalInt frequencyFor(int workers, double wanted, long seed) {
        return FREQUENCIES.stream()
                .mapToInt(Integer::intValue)
                .filter(frequency -> efficiency(workers, frequency, seed) >= wanted)
                .findFirst();
    }

    private double broadcastSeconds(int workers) {
        double doublings = Math.ceil(Math.log(workers + 1.0) / Math.log(2));
        return cost.bytesDown() / network.bytesPerSecond() + doublings * network.latencySeconds();
    }

    private double stepSeconds(int frequency, SplittableRandom random) {
        double sum = 0;
        for (int step = 0; step < frequency; step++) {
            double jitter = network.jitter();
            sum += cost.stepSeconds() * Math.exp(jitter * random.nextGaussian() - jitter * jitter / 2);
        }
        return sum;
    }

    /** When the driver has the sum. */
    private double collected(double[] ready) {
        if (ready.length <= FLAT) {
            return received(ready, cost.bytesUp());
        }
        int size = (int) Math.ceil(Math.sqrt(ready.length));
        double[] sums = new double[(ready.length + size - 1) / size];
        for (int group = 0; group < sums.length; group++) {
            int end = Math.min(ready.length, (group + 1) * size);
            sums[group] = received(Arrays.copyOfRange(ready, group * size, end), cost.bytesUp());
        }
        // groups are tasks of a second stage, which starts when the slowest worker has ended
        return received(sums, 2 * cost.bytesUp()) + network.roundSeconds();
    }

    /** When a receiver has taken all messages, in the order they are ready. */
    private double received(double[] ready, double bytes) {
        double[] order = ready.clone();
        Arrays.sort(order);
        double free = 0;
        for (double start : order) {
            free = Math.max(free, start + network.latencySeconds()) + bytes / network.bytesPerSecond();
        }
        return free;
    }
}
