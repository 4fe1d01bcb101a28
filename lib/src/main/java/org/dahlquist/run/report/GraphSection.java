package org.dahlquist.run.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.dahlquist.run.report.HtmlPage.Cell;

/** The part of the report on the neighbour graph, the interpolation and the number of labels. */
final class GraphSection {
    private static final int PLOT_WIDTH = 560;

    private final HtmlPage page;
    private final RunSummary run;
    private final Map<String, byte[]> plots;

    GraphSection(HtmlPage page, RunSummary run, Map<String, byte[]> plots) {
        this.page = page;
        this.run = run;
        this.plots = plots;
    }

    void write() {
        page.section("graph", "Graph and interpolation");
        List<Fact> facts = new ArrayList<>();
        run.graph().ifPresent(result -> facts.addAll(result.facts()));
        run.wnll().ifPresent(result -> facts.addAll(facts(result)));
        page.facts(facts);
        if (run.graph().isEmpty()) {
            page.missing("The neighbour graph is missing: the knn-graph stage has not finished.");
        }
        if (run.wnll().isEmpty()) {
            page.missing("The interpolation is missing: the wnll stage has not finished.");
        }
        page.openGroup("plots");
        picture("degrees", "points by number of neighbours");
        picture("iterations", "solver iterations by class");
        picture("labels", "accuracy by number of labels");
        page.closeGroup();
        labels();
        page.endSection();
    }

    private static List<Fact> facts(WnllResult result) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Labelled", Numbers.grouped(result.labelled())));
        facts.add(new Fact("Unlabelled", Numbers.grouped(result.unlabelled())));
        facts.add(new Fact("Connected components", Numbers.grouped(result.components())));
        String policy = result.orphans().isEmpty() ? "" : " (" + result.orphans() + ")";
        facts.add(new Fact("Unreached by a label", Numbers.grouped(result.unreached()) + policy));
        if (!result.method().isEmpty()) {
            facts.add(new Fact("Method", result.method()));
            facts.add(new Fact("Settled by a single class", Numbers.grouped(result.settled())));
            facts.add(new Fact(
                    "Components of the system",
                    Numbers.grouped(result.systemComponents()) + ", " + Numbers.grouped(result.directComponents())
                            + " solved directly, the largest of " + Numbers.grouped(result.largestComponent())));
            facts.add(new Fact(
                    "Labelled neighbours' weights to unlabelled", Numbers.percent(result.labelledToUnlabelled())));
            facts.add(new Fact("Bytes to every executor", Numbers.grouped(result.broadcastBytes())));
            facts.add(new Fact("Bytes exchanged in an iteration", Numbers.grouped(result.haloBytes())));
        }
        facts.add(new Fact("Solver iterations, slowest class", Integer.toString(result.iterations())));
        if (!result.iterationsByClass().isEmpty()) {
            List<Integer> sorted = new ArrayList<>(result.iterationsByClass());
            Collections.sort(sorted);
            facts.add(new Fact(
                    "Solver iterations, least and median", sorted.get(0) + ", " + sorted.get(sorted.size() / 2)));
        }
        facts.add(new Fact("Largest relative residual", Numbers.scientific(result.relativeResidual())));
        facts.add(new Fact("Time to solve", Numbers.duration(result.seconds())));
        return facts;
    }

    private void picture(String name, String text) {
        if (plots.containsKey(name)) {
            page.picture(plots.get(name), text, PLOT_WIDTH);
        }
    }

    /** Only where it was asked for: the study is no part of the pipeline. */
    private void labels() {
        List<LabelAccuracy> rows = run.labelStudy();
        if (rows.isEmpty()) {
            return;
        }
        List<Cell> header = new ArrayList<>(List.of(Cell.text("Labels per class")));
        List<Integer> counts =
                rows.stream().map(LabelAccuracy::labelsPerClass).distinct().toList();
        counts.forEach(count -> header.add(Cell.number(Integer.toString(count))));
        List<List<Cell>> lines = new ArrayList<>();
        for (String method : rows.stream().map(LabelAccuracy::method).distinct().toList()) {
            List<Cell> line = new ArrayList<>(List.of(Cell.text(method)));
            for (LabelAccuracy row : rows) {
                if (row.method().equals(method)) {
                    line.add(Cell.number(row.percent()));
                }
            }
            lines.add(line);
        }
        page.table("wide", header, lines);
        page.paragraph(
                "Mean accuracy in percent on all samples that are not labelled, \u00b1 the standard deviation over "
                        + rows.get(0).trials() + " draws of the labels.");
    }
}
