package org.dahlquist.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.landscape.LandscapeStudy;
import org.dahlquist.cluster.landscape.LandscapeSubject;
import org.dahlquist.landscape.Flatness;
import org.dahlquist.landscape.Landscape;
import org.dahlquist.run.RunDirectory;

/** Examines the loss surface around the trained network, and around those of the compared runs. */
final class LandscapeStage extends Stage {
    LandscapeStage() {
        super(
                "landscape",
                "examine the loss surface: slices, contours, sharpness, Hessian eigenvalues",
                List.of("prepare", "train"),
                List.of("landscape"));
    }

    @Override
    Map<String, Object> run(StageContext context) {
        List<LandscapeSubject> subjects = new ArrayList<>(List.of(subject(context.directory())));
        String out = context.directory().root().getParent().toString();
        for (String other : context.config().landscape().compare()) {
            subjects.add(subject(new RunDirectory(context.hadoop(), out, other)));
        }
        List<Landscape> found = new LandscapeStudy(context.spark(), context.config(), context.output()).run(subjects);
        Flatness flatness = found.get(0).flatness();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("loss", flatness.centre().loss());
        summary.put("sharpness", flatness.sharpness().max());
        flatness.spectrum()
                .ifPresent(spectrum ->
                        summary.put("lambda_max", spectrum.largest().get(0).value()));
        return summary;
    }

    private static LandscapeSubject subject(RunDirectory run) {
        return new LandscapeSubject(run.runId(), run.stage("prepare"), new Path(run.stage("train"), "model.zip"));
    }
}
