package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar through spark-submit, with executors in processes of their own. */
@Tag("cluster")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SparkSubmitIT {
    @TempDir
    Path folder;

    @Test
    void executorProcessesTrainAndInterpolateAsOneProcessDoes() throws IOException, InterruptedException {
        Launcher embedded = Launcher.embedded(folder);
        embedded.pipeline("one-process", "--master", "local[2]");
        Launcher.sparkSubmit(folder).pipeline("cluster", "--master", "local-cluster[2,1,1024]");

        assertThat(embedded.trainingCurve("cluster")).isEqualTo(embedded.trainingCurve("one-process"));
        JsonNode cluster = json("cluster", "wnll/wnll.json");
        JsonNode oneProcess = json("one-process", "wnll/wnll.json");
        for (String figure : List.of(
                "top1", "nearest_neighbour_top1", "five_nearest_top1", "knn_top1", "components", "unlabelled")) {
            assertThat(cluster.get(figure)).as(figure).isNotNull().isEqualTo(oneProcess.get(figure));
        }
        assertThat(json("cluster", "evaluate/evaluation.json").get("confusion"))
                .isEqualTo(json("one-process", "evaluate/evaluation.json").get("confusion"));
    }

    private JsonNode json(String runId, String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(runId).resolve(file).toFile());
    }
}
