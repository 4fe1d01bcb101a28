package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dahlquist.image.ImageCodec;

/**
 * What a stage of some number of images takes.
 *
 * @param images prepared
 * @param tasks at a time
 * @param seconds of the whole stage: list, plan, tasks, contact sheet and manifest
 * @param taskSeconds sum over the tasks that write shards
 * @param heapMib heap in use after full garbage collections, four a second in other such stages, median; of driver and
 *     tasks, which share a process
 * @param peakMib the largest of these, which is that of the contact sheet where a collection meets it
 */
record PrepareGrowth(long images, int tasks, double seconds, double taskSeconds, double heapMib, double peakMib) {
    private static final String HEADER =
            "images,tasks,seconds,images_per_second,task_milliseconds_per_image,seconds_beside_tasks,heap_after_full_gc_mib,"
                    + "heap_after_full_gc_peak_mib";

    /** Measures stages that take turns in one process, the fewest images first; medians count. */
    static List<PrepareGrowth> measure(List<PrepareContestant.Setting> settings, int tasks) {
        PrepareContestant.Setting first = settings.get(0);
        List<String> command = new ArrayList<>(ChildProcess.self("bench", "prepare-child"));
        command.addAll(List.of(
                "--files=" + first.files(),
                "--out=" + first.out(),
                "--size=" + first.size(),
                "--quality=" + first.quality(),
                "--seconds=" + first.seconds(),
                "--codec=" + ImageCodec.AUTO,
                "--tasks=" + tasks));
        settings.forEach(setting -> command.add("--tree=" + setting.tree()));
        command.add("growth");
        List<PrepareGrowth> stages = new ArrayList<>();
        ChildProcess.run(tasks, 1, command).json("growth").path("growth").forEach(json -> stages.add(of(json, tasks)));
        return stages;
    }

    private static PrepareGrowth of(JsonNode json, int tasks) {
        return new PrepareGrowth(
                json.path("images").asLong(),
                tasks,
                json.path("seconds").asDouble(),
                json.path("task_seconds").asDouble(),
                json.path("heap_mib").asDouble(),
                json.path("heap_peak_mib").asDouble());
    }

    /** Time of one task for one image. */
    double taskMillisPerImage() {
        return 1000 * taskSeconds / images;
    }

    /** Time of the whole stage for one image. */
    double millisPerImage() {
        return 1000 * seconds / images;
    }

    /** Time of the whole stage for each image that a smaller one did not have, so without what every stage takes. */
    double millisPerFurtherImage(PrepareGrowth smaller) {
        return 1000 * (seconds - smaller.seconds) / (images - smaller.images);
    }

    /** What remains of the stage's time besides its tasks. */
    double secondsBesideTasks() {
        return seconds - taskSeconds / tasks;
    }

    /** The rows of bench-prepare-growth.csv with their header. */
    static List<String> csv(List<PrepareGrowth> stages) {
        List<String> rows = new ArrayList<>(List.of(HEADER));
        stages.forEach(stage -> rows.add(stage.csv()));
        return rows;
    }

    /** How much the largest values of some stages are above the smallest ones; lines for the terminal. */
    static String summary(List<PrepareGrowth> stages) {
        return spread("ms per image and task", stages.stream().mapToDouble(PrepareGrowth::taskMillisPerImage))
                + spread("ms per image, whole stage", stages.stream().mapToDouble(PrepareGrowth::millisPerImage))
                + spread(
                        "ms per further image",
                        IntStream.range(1, stages.size())
                                .mapToDouble(i -> stages.get(i).millisPerFurtherImage(stages.get(i - 1))))
                + spread("MiB heap", stages.stream().mapToDouble(PrepareGrowth::heapMib))
                + spread("MiB heap at the peak", stages.stream().mapToDouble(PrepareGrowth::peakMib));
    }

    private static String spread(String what, DoubleStream values) {
        DoubleSummaryStatistics all = values.summaryStatistics();
        if (all.getCount() < 2) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%-25s %8.3f to %8.3f, %.1f %% apart%n",
                what,
                all.getMin(),
                all.getMax(),
                100 * (all.getMax() / all.getMin() - 1));
    }

    private String csv() {
        return String.format(
                Locale.ROOT,
                "%d,%d,%.2f,%.1f,%.3f,%.2f,%.1f,%.1f",
                images,
                tasks,
                seconds,
                images / seconds,
                taskMillisPerImage(),
                secondsBesideTasks(),
                heapMib,
                peakMib);
    }

    /** A line for the terminal. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%,9d images  %8.2f s  %7.1f images/s  %.3f ms per image and task  %.2f s beside tasks  %.1f MiB heap, %.1f at the peak%n",
                images,
                seconds,
                images / seconds,
                taskMillisPerImage(),
                secondsBesideTasks(),
                heapMib,
                peakMib);
    }
}
