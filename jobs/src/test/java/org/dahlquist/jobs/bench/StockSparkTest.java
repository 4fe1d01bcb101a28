package org.dahlquist.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class StockSparkTest {
    private static final Contestant.Setting SETTING =
            new Contestant.Setting(BenchNetwork.ZEROSNET_20, 2, 1, 1, 4, 2, "python3", null);

    @Test
    void upstreamsMasterTrainsUpstreamsLayers() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        new StockSpark(BenchNetwork.ZEROSNET_20, 2, 4, 2).run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        Measurement read =
                Contestant.STOCK_SPARK.read(SETTING, new ChildProcess(bytes.toString(StandardCharsets.UTF_8), 0));
        assertThat(read.train()).isPositive();
        assertThat(read.inference()).isNaN();
    }
}
