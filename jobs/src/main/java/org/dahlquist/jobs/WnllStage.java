package org.dahlquist.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.interpolation.Interpolation;
import org.dahlquist.cluster.interpolation.InterpolationSummary;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.run.RunDirectory;

/** Interpolates the labels of the training part over the graph; goes on with the tiles it has solved. */
final class WnllStage extends Stage {
    WnllStage() {
        super(
                "wnll",
                "interpolate the training labels over the graph (WNLL)",
                List.of("prepare", "embed", "knn-graph"),
                List.of("wnll"));
    }

    @Override
    String resumesFrom() {
        return Interpolation.TILES;
    }

    @Override
    Map<String, Object> run(StageContext context) {
        int classes = Manifest.read(context.hadoop(), context.input("prepare"))
                .labels()
                .size();
        Interpolation.Input input = new Interpolation.Input(
                context.input("embed"),
                context.input("knn-graph"),
                softmax(context),
                classes,
                context.config().neighbours());
        InterpolationSummary interpolation =
                Interpolation.solve(context.session(), input, context.config().wnll(), context.output());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("top1", interpolation.top1());
        summary.put("knn_top1", interpolation.knnTop1());
        summary.put("unreached", interpolation.unreached());
        return summary;
    }

    /** The softmax's predictions, which evaluate has written if it has run. */
    private static Optional<Path> softmax(StageContext context) {
        boolean evaluated = context.directory().state("evaluate") == RunDirectory.State.FINISHED;
        return evaluated ? Optional.of(new Path(context.input("evaluate"), "predictions")) : Optional.empty();
    }
}
