package org.dahlquist.jobs;

import java.util.List;

/** The stages of a run, in an order in which each finds what it reads. */
final class Stages {
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
        return ALL.stream()
                .filter(stage -> stage.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no stage is called " + name));
    }
}
