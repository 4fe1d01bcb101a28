package org.dahlquist.jobs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The stages of a run, in an order in which each finds what it reads. */
final class Stages {
    /** A study of the trained network, no part of the pipeline. */
    static final Stage ROBUSTNESS = new RobustnessStage();

    /** A study of the loss surface, no part of the pipeline. */
    static final Stage LANDSCAPE = new LandscapeStage();

    /** A study of the number of labels, no part of the pipeline. */
    static final Stage LABELS = new LabelsStage();

    /** The pipeline. */
    static final List<Stage> ALL = List.of(
            new PrepareStage(),
            new TrainStage(),
            new EvaluateStage(),
            new EmbedStage(),
            new KnnGraphStage(),
            new WnllStage(),
            new ReportStage());

    private Stages() {}

    static Stage named(String name) {
        return every().filter(stage -> stage.name().equals(name))
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
        for (Stage stage : every().toList()) {
            if (!names.contains(stage.name()) && stage.needs().stream().anyMatch(names::contains)) {
                names.add(stage.name());
            }
        }
        return names;
    }

    private static Stream<Stage> every() {
        return Stream.concat(ALL.stream(), Stream.of(ROBUSTNESS, LANDSCAPE, LABELS));
    }
}
