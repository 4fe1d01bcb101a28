package org.dahlquist.jobs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The stages of a run, in an order in which each finds what it reads. */
final class Stages {
    /** From the raw data to the report. */
    static final List<Stage> PIPELINE = List.of(
            new PrepareStage(),
            new TrainStage(),
            new EvaluateStage(),
            new EmbedStage(),
            new KnnGraphStage(),
            new WnllStage(),
            new ReportStage());
    /** The pipeline, and the studies that run on request only. */
    static final List<Stage> ALL =
            Stream.concat(PIPELINE.stream(), Stream.of(new RobustnessStage())).toList();

    private Stages() {}

    static Stage named(String name) {
        return ALL.stream()
                .filter(stage -> stage.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no stage is called " + name));
    }

    /** Settings that a stage's output depends on: its own, and those of all stages before it. */
    static List<String> settings(Stage stage) {
        Set<String> settings = new LinkedHashSet<>();
        stage.needs().forEach(need -> settings.addAll(settings(named(need))));
        settings.addAll(stage.ownSettings());
        return List.copyOf(settings);
    }

    /** Names of some stages and of all that depend on them. */
    static List<String> withDependants(List<Stage> stages) {
        List<String> names = new ArrayList<>(stages.stream().map(Stage::name).toList());
        for (Stage stage : ALL) {
            if (!names.contains(stage.name()) && stage.needs().stream().anyMatch(names::contains)) {
                names.add(stage.name());
            }
        }
        return names;
    }
}
