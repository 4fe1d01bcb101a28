package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One measurement in the order of all.
 *
 * @param round from 1
 * @param network the network
 * @param cores cores to run on
 * @param contestant who
 */
record Turn(int round, BenchNetwork network, int cores, Contestant contestant) {
    private static final Set<Contestant> SELDOM = Set.of(Contestant.STOCK, Contestant.STOCK_SPARK, Contestant.UPSTREAM);

    /**
     * Every turn: in each round all contestants of a network one after another, another one first each time, so that
     * what changes on the machine meets all of them alike.
     *
     * @param rounds turns of each contestant
     * @param seldomRounds turns of those that take minutes, DL4J's layers and its training master
     */
    static List<Turn> all(
            int rounds,
            int seldomRounds,
            List<BenchNetwork> networks,
            List<Integer> cores,
            List<Contestant> contestants) {
        List<Turn> turns = new ArrayList<>();
        for (BenchOptions.Round<Contestant> round : BenchOptions.rounds(rounds, contestants)) {
            for (BenchNetwork network : networks) {
                for (int count : cores) {
                    for (Contestant contestant : round.order()) {
                        boolean due = round.number() <= seldomRounds || !SELDOM.contains(contestant);
                        if (due && contestant.runsOn(count)) {
                            turns.add(new Turn(round.number(), network, count, contestant));
                        }
                    }
                }
            }
        }
        return List.copyOf(turns);
    }
}
