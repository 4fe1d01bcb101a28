package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final List<BenchNetwork> ONE_NETWORK = List.of(BenchNetwork.ZEROSNET_20);
    private static final List<Contestant> THREE = List.of(Contestant.OURS, Contestant.TORCH, Contestant.TORCH_CL);

    @Test
    void everyRoundAnotherContestantBegins() {
        List<Turn> turns = Turn.all(3, 3, ONE_NETWORK, List.of(1), THREE);

        assertThat(turns.stream().map(Turn::contestant))
                .containsExactly(
                        Contestant.OURS,
                        Contestant.TORCH,
                        Contestant.TORCH_CL,
                        Contestant.TORCH_CL,
                        Contestant.OURS,
                        Contestant.TORCH,
                        Contestant.TORCH,
                        Contestant.TORCH_CL,
                        Contestant.OURS);
        assertThat(turns.stream().map(Turn::round)).containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3);
    }

    @Test
    void everyContestantMeetsEveryNetworkAndCoreCountInEveryRound() {
        List<Turn> turns = Turn.all(5, 5, List.of(BenchNetwork.values()), List.of(1, 2), THREE);

        assertThat(turns).hasSize(5 * 4 * 2 * 3).doesNotHaveDuplicates();
    }

    @Test
    void stockLayersRunOnOneCoreAndUpstreamsMasterOnTwo() {
        List<Turn> turns = Turn.all(
                1,
                1,
                ONE_NETWORK,
                List.of(1, 2),
                List.of(Contestant.STOCK, Contestant.UPSTREAM, Contestant.STOCK_SPARK));

        assertThat(turns)
                .containsExactly(
                        new Turn(1, BenchNetwork.ZEROSNET_20, 1, Contestant.STOCK),
                        new Turn(1, BenchNetwork.ZEROSNET_20, 2, Contestant.UPSTREAM),
                        new Turn(1, BenchNetwork.ZEROSNET_20, 2, Contestant.STOCK_SPARK));
    }

    @Test
    void slowContestantsStopAfterTheirOwnRounds() {
        List<Turn> turns = Turn.all(4, 2, ONE_NETWORK, List.of(1), List.of(Contestant.OURS, Contestant.STOCK));

        assertThat(turns.stream()
                        .filter(turn -> turn.contestant() == Contestant.STOCK)
                        .map(Turn::round))
                .containsExactly(1, 2);
        assertThat(turns.stream().filter(turn -> turn.contestant() == Contestant.OURS))
                .hasSize(4);
    }
}
