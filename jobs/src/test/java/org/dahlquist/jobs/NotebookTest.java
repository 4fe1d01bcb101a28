package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.dahlquist.run.report.FakeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds the notebook's cells to JShell, which is what a Java kernel does with them. */
class NotebookTest {
    private static final Path NOTEBOOK = Path.of("../notebooks/tour.ipynb");
    private static final String RUN_PROPERTY = "dahlquist.run";

    @TempDir
    Path temporary;

    @Test
    void everyCellRunsOnAFinishedRun() throws IOException {
        Path run = temporary.resolve("tour");
        FakeRun.write(run);
        long filesBefore = files(temporary);
        System.setProperty(RUN_PROPERTY, run.toString());
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            evaluate(shell, "import java.io.*;\nimport java.util.*;\nimport java.util.stream.*;");
            for (String cell : cells()) {
                evaluate(shell, cell);
            }

            assertThat(evaluate(shell, "run.runId()")).isEqualTo("\"tour\"");
            assertThat(evaluate(shell, "loss.getWidth() + accuracy.getWidth() + averaging.getWidth()"))
                    .isEqualTo("3360");
            assertThat(evaluate(shell, "confusion.getWidth() > 1000")).isEqualTo("true");
            assertThat(evaluate(shell, "Math.round(100 * gain)")).isEqualTo("123");
            assertThat(evaluate(shell, "table"))
                    .contains("Softmax     80.00 %   79.20 to 80.77 %")
                    .contains("WNLL        81.23 %");
            assertThat(evaluate(shell, "confusions.get(0).count()")).isEqualTo("102");
        } finally {
            System.clearProperty(RUN_PROPERTY);
        }
        assertThat(files(temporary)).as("files after the tour").isEqualTo(filesBefore);
    }

    @Test
    void outputsAreStripped() throws IOException {
        for (JsonNode cell : new ObjectMapper().readTree(NOTEBOOK.toFile()).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                assertThat(cell.path("outputs")).as(cell.path("id").asText()).isEmpty();
                assertThat(cell.path("execution_count").isNull())
                        .as(cell.path("id").asText())
                        .isTrue();
            }
        }
    }

    private static List<String> cells() throws IOException {
        List<String> cells = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(NOTEBOOK.toFile()).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                StringBuilder source = new StringBuilder();
                cell.path("source").forEach(line -> source.append(line.asText()));
                cells.add(source.toString());
            }
        }
        assertThat(cells).hasSizeGreaterThan(5);
        return cells;
    }

    /** Runs all snippets of a text and returns the value of the last one. */
    private static String evaluate(JShell shell, String source) {
        String rest = source;
        String value = "";
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo snippet =
                    shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertThat(snippet.completeness().isComplete())
                    .as("complete snippet: %s", rest)
                    .isTrue();
            for (SnippetEvent event : shell.eval(snippet.source())) {
                if (event.causeSnippet() != null) {
                    continue;
                }
                check(shell, event);
                value = event.value();
            }
            rest = snippet.remaining();
        }
        return value;
    }

    private static void check(JShell shell, SnippetEvent event) {
        String source = event.snippet().source();
        List<String> problems = shell.diagnostics(event.snippet())
                .map(problem -> problem.getMessage(null))
                .toList();
        assertThat(event.status()).as("%s%n%s", source, problems).isEqualTo(Snippet.Status.VALID);
        assertThat(event.exception()).as(source).isNull();
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.count();
        }
    }
}
