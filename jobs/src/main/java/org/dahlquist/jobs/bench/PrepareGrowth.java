package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dahlquist.image.ImageCodec;

/**
 * What a stage of some number of images takes.
 *
 * @param images prepared
 * @param tasks at a time
 * @param seconds of the whole stage
 * @param taskSeconds sum over its tasks
 * @param heapMib most heap in use after a garbage collection, of driver and tasks, which share a process
 */
record PrepareGrowth(long images, int tasks, double seconds, double taskSeconds, double heapMib) {
    static final String HEADER =
            "images,tasks,seconds,images_per_second,task_milliseconds_per_image,seconds_beside_tasks,heap_after_gc_mib";

    /** Measures a stage in a process of its own, which has prepared {@code warmUp} before. */
    static PrepareGrowth measure(PrepareContestant.Setting setting, Path warmUp, int tasks) {
        List<String> command = new ArrayList<>(ChildProcess.self("bench", "prepare-child"));
        command.addAll(List.of(
                "--files=" + setting.files(),
                "--out=" + setting.out(),
                "--size=" + setting.size(),
                "--quality=" + setting.quality(),
                "--seconds=" + setting.seconds(),
                "--codec=" + ImageCodec.AUTO,
                "--tasks=" + tasks,
                "--tree=" + setting.tree(),
                "--warm-up=" + warmUp,
                "growth"));
        return of(ChildProcess.run(tasks, 1, command).json("growth"), tasks);
    }

    private static PrepareGrowth of(JsonNode json, int tasks) {
        return new PrepareGrowth(
                json.path("images").asLong(),
                tasks,
                json.path("seconds").asDouble(),
                json.path("task_seconds").asDouble(),
                json.path("heap_mib").asDouble());
    }

    /** Time of one task for one image. */
    double taskMillisPerImage() {
        return 1000 * taskSeconds / images;
    }

    /** What remains of the stage's time besides its tasks. */
    double secondsBesideTasks() {
        return seconds - taskSeconds / tasks;
    }

    /** A row of bench-prepare-growth.csv. */
    String csv() {
        return String.format(
                Locale.ROOT,
                "%d,%d,%.2f,%.1f,%.3f,%.2f,%.1f",
                images,
                tasks,
                seconds,
                images / seconds,
                taskMillisPerImage(),
                secondsBesideTasks(),
                heapMib);
    }

    /** A line for the terminal. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%,9d images  %8.2f s  %7.1f images/s  %.3f ms per image and task  %.2f s beside tasks  %.0f MiB heap%n",
                images,
                seconds,
                images / seconds,
                taskMillisPerImage(),
                secondsBesideTasks(),
                heapMib);
    }
}
