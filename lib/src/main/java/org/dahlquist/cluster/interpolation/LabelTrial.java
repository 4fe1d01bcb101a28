package org.dahlquist.cluster.interpolation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.dahlquist.dataset.Seeds;
import org.dahlquist.graph.GeodesicLabels;
import org.dahlquist.graph.GraphSolution;
import org.dahlquist.graph.LabelReach;
import org.dahlquist.graph.WeightedGraph;
import org.dahlquist.run.LabelStudyConfig;
import org.dahlquist.run.WnllConfig;
import org.dahlquist.solver.ConjugateGradient;

/**
 * One draw of labels, classified by every method.
 *
 * @param labelsPerClass labelled samples of each class
 * @param number of the trial, from 0
 */
record LabelTrial(int labelsPerClass, int number) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * What all trials share.
     *
     * @param ids sample id of each point
     * @param labels true class of each point
     * @param train points that labels are drawn from, the first ones
     */
    record Subject(
            WeightedGraph graph,
            GeodesicLabels geodesics,
            long[] ids,
            int[] labels,
            int train,
            int classes,
            WnllConfig settings,
            long seed)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What one method made of one trial.
     *
     * @param top1 fraction of the unlabelled points classified rightly
     * @param unreached points that no label reaches, which count as wrong
     */
    record Outcome(LabelTrial trial, String method, double top1, int unreached) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    List<Outcome> run(Subject subject, List<String> methods) {
        int[] known = draw(subject);
        return methods.stream()
                .map(method -> outcome(subject, method, known, classes(subject, method, known)))
                .toList();
    }

    /**
     * The same number of each class; a trial with more labels holds those of the same trial with fewer.
     *
     * @return class of each drawn point, -1 for all others
     */
    int[] draw(Subject subject) {
        int[] known = new int[subject.labels().length];
        Arrays.fill(known, -1);
        for (int label = 0; label < subject.classes(); label++) {
            int wanted = label;
            IntStream.range(0, subject.train())
                    .filter(point -> subject.labels()[point] == wanted)
                    .boxed()
                    .sorted(Comparator.comparingLong(
                            point -> Seeds.mix(subject.seed(), "labels", number, subject.ids()[point])))
                    .limit(labelsPerClass)
                    .forEach(point -> known[point] = wanted);
        }
        return known;
    }

    private static int[] classes(Subject subject, String method, int[] known) {
        if (method.equals(LabelStudyConfig.NEAREST)) {
            return subject.geodesics().classes(known);
        }
        WnllConfig settings = subject.settings().withMethod(WnllConfig.Method.valueOf(method.toUpperCase(Locale.ROOT)));
        ConjugateGradient solver = new ConjugateGradient(settings.tolerance(), settings.maxIterations());
        return GraphSolution.of(Interpolation.assemble(settings, subject.graph(), known, subject.classes()), solver)
                .classes(known);
    }

    private Outcome outcome(Subject subject, String method, int[] known, int[] found) {
        int unlabelled = 0;
        int correct = 0;
        int unreached = 0;
        for (int point = 0; point < known.length; point++) {
            if (known[point] < 0) {
                unlabelled++;
                correct += found[point] == subject.labels()[point] ? 1 : 0;
                unreached += found[point] == LabelReach.UNREACHED ? 1 : 0;
            }
        }
        return new Outcome(this, method, (double) correct / unlabelled, unreached);
    }
}
