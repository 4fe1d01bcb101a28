package org.dahlquist.jobs.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dahlquist.image.ImageCodec;

/** Who prepares images in {@code bench prepare}. */
enum PrepareContestant implements Labelled {
    /** The prepare stage with the fastest codec, one task. */
    OURS("ours", 1),
    /** The same, two tasks. */
    OURS_TWO("ours-2", 2),
    /** The prepare stage with the JDK's codec, one task. */
    OURS_JAVA("ours-java", 1),
    /** The steps of a task without Spark, shards and their index. */
    STEPS("steps", 1),
    /** The decoder alone, from memory: what the others cannot pass. */
    DECODER("decoder", 1),
    /** Pillow: read, decode, scale, encode, digest, write. */
    PILLOW("pillow", 1),
    /** Pillow with its draft mode: decoding at a reduced scale where the size allows. */
    PILLOW_DRAFT("pillow-draft", 1);

    private final String label;
    private final int cores;

    PrepareContestant(String label, int cores) {
        this.label = label;
        this.cores = cores;
    }

    /** The contestant of a label. */
    static PrepareContestant of(String label) {
        return Labelled.of(label, "--peers", values());
    }

    @Override
    public String label() {
        return label;
    }

    /** Cores its process is bound to. */
    int cores() {
        return cores;
    }

    boolean isPillow() {
        return this == PILLOW || this == PILLOW_DRAFT;
    }

    /**
     * What all contestants work on.
     *
     * @param files listing of the image files, a path a line
     * @param tree the images, repeated, as ImageNet lies on disk
     * @param repeated listing of the repeated images
     * @param out folder to write to
     * @param size shorter side of the result
     * @param quality of the result, 1 to 100
     * @param seconds least time of a measurement that is no stage
     * @param pillow null where there is none
     */
    record Setting(
            Path files,
            Path tree,
            Path repeated,
            Path out,
            int size,
            int quality,
            double seconds,
            PillowScript pillow) {}

    /** Images per second, in a process of its own. */
    double imagesPerSecond(Setting setting) {
        return ChildProcess.run(cores, 1, command(setting))
                .json(label)
                .path("images_per_second")
                .asDouble();
    }

    private List<String> command(Setting setting) {
        List<String> work = List.of(
                "--files=" + (isPillow() ? setting.repeated() : setting.files()),
                "--out=" + setting.out(),
                "--size=" + setting.size(),
                "--quality=" + setting.quality(),
                "--seconds=" + setting.seconds());
        if (isPillow()) {
            List<String> command = new ArrayList<>(setting.pillow().command("rate"));
            command.addAll(work);
            if (this == PILLOW_DRAFT) {
                command.add("--draft");
            }
            return command;
        }
        List<String> command = new ArrayList<>(ChildProcess.self("bench", "prepare-child"));
        command.addAll(work);
        command.addAll(List.of(
                "--codec=" + (this == OURS_JAVA ? ImageCodec.JAVA : ImageCodec.AUTO),
                "--tasks=" + cores,
                "--tree=" + setting.tree(),
                this == DECODER ? "decoder" : this == STEPS ? "steps" : "stage"));
        return command;
    }
}
