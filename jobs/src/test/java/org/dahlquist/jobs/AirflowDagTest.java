package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dahlquist.run.RunFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads the DAG in Python against a stand-in for Airflow and looks at its tasks. */
class AirflowDagTest {
    private static final String LOADER = "../conf/airflow/tests/load_dag.py";

    @TempDir
    Path temporary;

    @Test
    void stagesRunInTheOrderOfThePipeline() throws IOException, InterruptedException {
        Map<String, List<String>> upstream = new LinkedHashMap<>();
        dag().path("tasks").forEach(task -> upstream.put(task.path("id").asText(), texts(task.path("upstream"))));

        Map<String, List<String>> expected = new LinkedHashMap<>();
        expected.put("prepare", List.of());
        expected.put("train", List.of("prepare"));
        expected.put("evaluate", List.of("train"));
        expected.put("embed", List.of("train"));
        expected.put("knn-graph", List.of("embed"));
        expected.put("wnll", List.of("knn-graph"));
        expected.put("report", List.of("evaluate", "wnll"));
        assertThat(upstream).isEqualTo(expected);
    }

    @Test
    void everyTaskSubmitsItsStageOfTheSameRun() throws IOException, InterruptedException {
        JsonNode dag = dag("config=/runs/a.conf", "out=/data/runs", "jar=/lib/d.jar");

        assertThat(dag.path("retries").asInt()).isEqualTo(2);
        for (JsonNode task : dag.path("tasks")) {
            String stage = task.path("id").asText();
            assertThat(texts(task.path("arguments")))
                    .containsExactly(stage, "--config", "/runs/a.conf", "--out", "/data/runs", "--run-id", "20260131");
            assertThat(task.path("application").asText()).isEqualTo("/lib/d.jar");
            assertThat(task.path("java_class").asText()).isEqualTo("org.dahlquist.jobs.Main");
            assertThat(task.path("deploy_mode").asText()).isEqualTo("client");
            assertThat(task.path("environment").path("OMP_NUM_THREADS").asText())
                    .isEqualTo("1");
            assertThat(task.path("conf")
                            .path("spark.executorEnv.OMP_NUM_THREADS")
                            .asText())
                    .isEqualTo("1");
        }
    }

    @Test
    void givenRunIdReplacesTheDate() throws IOException, InterruptedException {
        for (JsonNode task : dag("run_id=again").path("tasks")) {
            assertThat(texts(task.path("arguments"))).endsWith("--run-id", "again");
        }
    }

    /** Each stage's needs are met by the tasks before it, which are marked as finished without being run. */
    @Test
    void everyTaskPassesADryRunOnceItsPredecessorsAreFinished() throws IOException, InterruptedException {
        Path config = Files.writeString(temporary.resolve("dag.conf"), "seed = 7\n");
        String resolved = RunFile.read(config.toFile(), List.of()).resolved();
        for (JsonNode task : dag("config=" + config, "out=" + temporary).path("tasks")) {
            List<String> arguments = texts(task.path("arguments"));
            arguments.addAll(List.of("--dry-run", "--master", "local[2]"));

            assertThat(Main.run(arguments.toArray(String[]::new)))
                    .as("exit code of %s", arguments)
                    .isZero();
            Path stage = temporary.resolve("20260131").resolve(task.path("id").asText());
            assertThat(stage).as("a dry run writes nothing").doesNotExist();
            Files.createDirectories(stage);
            Files.writeString(stage.resolve("config.conf"), resolved);
            Files.writeString(stage.resolve("_SUCCESS"), "");
        }
    }

    private static JsonNode dag(String... parameters) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", LOADER));
        command.addAll(List.of(parameters));
        Process loader;
        try {
            loader = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noPython) {
            return abort("the DAG's test needs python3 on the PATH: " + noPython.getMessage());
        }
        String output = new String(loader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(loader.waitFor()).as(output).isZero();
        return new ObjectMapper().readTree(output);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
