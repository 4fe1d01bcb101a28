package org.dahlquist.run.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dahlquist.run.report.HtmlPage.Cell;

/** The sections of a report, in order. */
final class ReportPage {
    private static final int HALF_WIDTH = 560;
    private static final int CONFUSION_WIDTH = 600;
    private static final int FEW_CLASSES = 20;

    private final RunSummary run;
    private final MisclassifiedGrid misclassified;
    private final Map<String, byte[]> plots;
    private final RunCard card;
    private final HtmlPage page;

    ReportPage(RunSummary run, MisclassifiedGrid misclassified, Map<String, byte[]> plots, String stylesheet) {
        this.run = run;
        this.misclassified = misclassified;
        this.plots = plots;
        this.card = new RunCard(run);
        this.page = new HtmlPage("Run " + run.runId(), stylesheet);
    }

    String html() {
        page.header("Run " + run.runId(), subtitle(), verdict());
        runCard();
        accuracy();
        training();
        confusion();
        mistakes();
        robustness();
        time();
        new GraphSection(page, run, plots).write();
        settings();
        return page.finish("Dahlquist " + version());
    }

    private void runCard() {
        page.section("run", "Run");
        if (run.stages().isEmpty()) {
            page.missing("No stage has written its run.json.");
        }
        page.facts(card.facts()).endSection();
    }

    private String version() {
        return run.stages().stream()
                .map(stage -> stage.versions().getOrDefault("dahlquist", ""))
                .filter(version -> !version.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String subtitle() {
        return List.of(card.network(), card.dataset()).stream()
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" on "));
    }

    private String verdict() {
        List<Accuracy> measured = run.accuracies().stream()
                .filter(row -> row.method().equals("Softmax") || row.method().equals("WNLL"))
                .toList();
        if (measured.isEmpty()) {
            return "No accuracy has been measured yet.";
        }
        return "Test accuracy: "
                + measured.stream()
                        .map(row -> row.method().replace("Softmax", "softmax") + " " + Numbers.percent(row.top1()))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private void accuracy() {
        page.section("accuracy", "Accuracy on the test part");
        List<List<Cell>> rows = new ArrayList<>();
        for (Accuracy row : run.accuracies()) {
            rows.add(List.of(
                    Cell.text(row.method()),
                    Cell.number(Numbers.percent(row.top1())),
                    Cell.number(Numbers.percent(row.interval().low()) + " \u2013 "
                            + Numbers.percent(row.interval().high())),
                    Cell.number(Numbers.grouped(row.correct())),
                    Cell.number(Numbers.grouped(row.samples())),
                    Cell.bar(row.top1())));
        }
        if (!rows.isEmpty()) {
            page.table(
                    "wide",
                    List.of(
                            Cell.text("Classifier"),
                            Cell.number("Top-1"),
                            Cell.number("95 % Wilson interval"),
                            Cell.number("Right"),
                            Cell.number("Samples"),
                            Cell.text("")),
                    rows);
        }
        run.evaluation()
                .filter(result -> !Double.isNaN(result.top5()))
                .ifPresent(result -> page.paragraph("Softmax top-5 " + Numbers.percent(result.top5())
                        + ", mean cross-entropy " + Numbers.decimal(result.loss(), 4) + "."));
        missingUnless(run.evaluation(), "Softmax accuracy", "evaluate");
        missingUnless(run.wnll(), "Nearest-neighbour and WNLL accuracy", "wnll");
        page.endSection();
    }

    private void training() {
        page.section("training", "Training");
        if (run.epochs().isEmpty()) {
            page.missing("Training curves are missing: the train stage has not finished an epoch.");
        } else {
            page.openGroup("plots");
            for (String plot : List.of("loss", "accuracy", "learning-rate", "throughput")) {
                page.picture(plots.get(plot), plot.replace('-', ' ') + " by epoch", HALF_WIDTH);
            }
            page.closeGroup();
            EpochMetrics last = run.epochs().get(run.epochs().size() - 1);
            page.paragraph("Epoch " + last.epoch() + ": loss " + Numbers.decimal(last.loss(), 4)
                    + ", training accuracy " + Numbers.percent(last.trainTop1())
                    + (Double.isNaN(last.testTop1()) ? "" : ", test accuracy " + Numbers.percent(last.testTop1()))
                    + ". Training accuracy is measured on augmented images while the network changes.");
        }
        page.endSection();
    }

    private void confusion() {
        page.section("confusion", "Confusion matrix and accuracy per class");
        Optional<EvaluationResult> evaluation = run.evaluation();
        missingUnless(evaluation, "The confusion matrix", "evaluate");
        evaluation.ifPresent(result -> {
            page.openGroup(result.labels().size() <= FEW_CLASSES ? "beside" : "stacked");
            page.picture(plots.get("confusion"), "confusion matrix", CONFUSION_WIDTH);
            page.openGroup("classes");
            perClass(result);
            page.closeGroup().closeGroup();
        });
        page.endSection();
    }

    private void perClass(EvaluationResult result) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int label = 0; label < result.labels().size(); label++) {
            double top1 = result.top1Of(label);
            rows.add(List.of(
                    Cell.text(result.labels().get(label)),
                    Cell.number(Numbers.percent(top1)),
                    Cell.number(Numbers.grouped(result.samplesOf(label))),
                    Cell.bar(Double.isNaN(top1) ? 0 : top1)));
        }
        List<Cell> header = List.of(Cell.text("Class"), Cell.number("Top-1"), Cell.number("Samples"), Cell.text(""));
        if (rows.size() <= FEW_CLASSES) {
            page.table("per-class", header, rows);
        } else {
            int half = (rows.size() + 1) / 2;
            page.table("per-class", header, rows.subList(0, half));
            page.table("per-class", header, rows.subList(half, rows.size()));
        }
    }

    private void mistakes() {
        page.section("misclassified", "Misclassified test images");
        if (misclassified.samples().isEmpty()) {
            page.missing("No misclassified image is shown: the evaluate stage has not run or found none.");
        } else {
            page.paragraph(misclassified.samples().size()
                    + " of the softmax's mistakes, the most confident first: true \u2192 predicted, with the"
                    + " probability the network gave to the predicted class.");
            page.openGroup("tiles");
            for (Misclassified sample : misclassified.samples()) {
                BufferedImage tile = misclassified.tile(sample);
                page.picture(
                        Plots.png(tile),
                        "test image " + sample.id(),
                        tile.getWidth(),
                        misclassified.classes(sample),
                        MisclassifiedGrid.probability(sample));
            }
            page.closeGroup();
        }
        page.endSection();
    }

    /** Only where it was asked for: the stage is no part of the pipeline. */
    private void robustness() {
        if (run.robustness().isEmpty()) {
            return;
        }
        page.section("robustness", "Accuracy under noise and attacks").openGroup("plots");
        plots.forEach((name, png) -> {
            if (name.startsWith("robustness-")) {
                page.picture(png, "accuracy by level, " + name.substring("robustness-".length()), HALF_WIDTH);
            }
        });
        page.closeGroup();
        List<List<Cell>> rows = new ArrayList<>();
        for (LevelAccuracy row : run.robustness()) {
            rows.add(List.of(
                    Cell.text(row.kind()),
                    Cell.number(Numbers.shortened(row.level())),
                    Cell.number(Numbers.percent(row.accuracy())),
                    Cell.number(Numbers.grouped(row.samples())),
                    Cell.number(Numbers.decimal(row.meanL2(), 3)),
                    Cell.bar(row.accuracy())));
        }
        List<Cell> header = List.of(
                Cell.text("Kind"),
                Cell.number("Level"),
                Cell.number("Top-1"),
                Cell.number("Samples"),
                Cell.number("Mean L2"),
                Cell.text(""));
        page.table("wide", header, rows).endSection();
    }

    /** A row for a part of the training time, where it was recorded. */
    private void part(List<List<Cell>> rows, String what, ToDoubleFunction<EpochMetrics> seconds, double total) {
        double sum = run.epochs().stream().mapToDouble(seconds).sum();
        if (Double.isFinite(sum)) {
            rows.add(timeRow("\u2003of it " + what, sum, total));
        }
    }

    private void time() {
        page.section("time", "Where the time went");
        double total = RunCard.totalSeconds(run);
        List<List<Cell>> rows = new ArrayList<>();
        for (StageResult stage : run.stages()) {
            rows.add(timeRow(stage.stage(), stage.seconds(), total));
            if (stage.stage().equals("train") && !run.epochs().isEmpty()) {
                part(rows, "computing", EpochMetrics::computeSeconds, total);
                part(rows, "waiting for the slowest worker", EpochMetrics::waitingSeconds, total);
                part(rows, "averaging", EpochMetrics::averagingSeconds, total);
            }
        }
        if (rows.isEmpty()) {
            page.missing("No stage has recorded its time.");
        } else {
            rows.add(timeRow("Total", total, total));
            page.table(
                    "wide time",
                    List.of(Cell.text("Stage"), Cell.number("Time"), Cell.number("Share"), Cell.text("")),
                    rows);
        }
        page.endSection();
    }

    private static List<Cell> timeRow(String name, double seconds, double total) {
        double share = total > 0 && Double.isFinite(seconds) ? Math.min(1, seconds / total) : 0;
        return List.of(
                Cell.text(name),
                Cell.number(Numbers.duration(seconds)),
                Cell.number(Numbers.decimal(100 * share, 1) + "\u00a0%"),
                Cell.bar(share));
    }

    private void settings() {
        page.section("settings", "Settings");
        if (run.settings().text().isEmpty()) {
            page.missing("The resolved settings are missing: no stage has written its config.conf.");
        } else {
            page.details("Resolved configuration", run.settings().text());
        }
        page.endSection();
    }

    private void missingUnless(Optional<?> result, String what, String stage) {
        if (result.isEmpty()) {
            page.missing(what + " is missing: the " + stage + " stage has not finished.");
        }
    }
}
