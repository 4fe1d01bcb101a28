package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.dahlquist.DahlquistException;
import org.junit.jupiter.api.Test;

class ContestantTest {
    private static final Contestant.Setting SETTING =
            new Contestant.Setting(BenchNetwork.ZEROSNET_56, 2, 3, 4, 128, 5, "python3", Path.of("bench"));

    @Test
    void theResultIsTheLineOfJsonAmongWhatLibrariesLog() {
        String output = "WARN loading\n{\"train\": 512.5, \"inference\": 1600.25, \"peak_mib\": 1}\nWARN closing\n";

        assertThat(Contestant.TORCH_CL.read(SETTING, new ChildProcess(output, 640)))
                .isEqualTo(new Measurement("zerosnet-56", "torch-cl", 2, 3, 512.5, 1600.25, 640));
    }

    @Test
    void whatAChildLeavesOpenIsNotZero() {
        Measurement inferenceOnly =
                Contestant.OURS.read(SETTING, new ChildProcess("{\"train\": null, \"inference\": 2000.0}", 0));

        assertThat(inferenceOnly.train()).isNaN();
        assertThat(inferenceOnly.inference()).isEqualTo(2000);
    }

    @Test
    void aChildWithoutAResultIsNamedWithItsOutput() {
        assertThatThrownBy(() -> Contestant.STOCK.read(SETTING, new ChildProcess("killed", 0)))
                .isInstanceOf(DahlquistException.class)
                .hasMessageContainingAll("stock", "killed");
    }

    @Test
    void unknownNamesAreToldTheKnownOnes() {
        assertThatThrownBy(() -> Contestant.of("pytorch")).hasMessageContainingAll("--peers", "torch-cl", "pytorch");
        assertThatThrownBy(() -> BenchNetwork.of("resnet-50"))
                .hasMessageContainingAll("--networks", "resnet-18", "resnet-50");
    }
}
