package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dahlquist.image.BadImageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the preparation of ImageNet's images by this project and by Pillow, taking turns. */
@Command(
        name = "prepare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Images/s from files to JPEGs of shorter side --size: ours is the prepare stage itself over Spark (list,"
                    + " shuffle, read, decode, scale, measure channels, encode, write shards, digest) on one and two"
                    + " tasks, its steps without Spark, and its decoder alone; Pillow reads, decodes, scales, encodes,"
                    + " digests and writes, with and without draft. In turns, each in a process of its own."
        })
final class PrepareBench implements Callable<Integer> {
    @Option(names = "--data", required = true, description = "folder with train/<wnid>/*.JPEG")
    private Path data;

    @Option(
            names = "--peers",
            split = ",",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "ours,ours-2,ours-java,steps,decoder,pillow,pillow-draft")
    private List<String> peers;

    @Option(names = "--images", description = "images of a stage, repeated (default: ${DEFAULT-VALUE})")
    private int images = 6000;

    @Option(
            names = "--grow",
            split = ",",
            paramLabel = "IMAGES",
            description = "after that, stages of so many images on one task, which take turns: time and memory")
    private List<Integer> grow = List.of();

    @Option(names = "--size", description = "shorter side in pixels (default: ${DEFAULT-VALUE})")
    private int size = 256;

    @Option(names = "--quality", description = "of the JPEGs, 1 to 100 (default: ${DEFAULT-VALUE})")
    private int quality = 90;

    @Option(names = "--seconds", description = "time of a turn that is no stage (default: ${DEFAULT-VALUE})")
    private double seconds = 4;

    @Option(
            names = "--python",
            description = "interpreter with Pillow (default: ${DEFAULT-VALUE}, else /usr/bin/python3)",
            defaultValue = "python3")
    private String python;

    @Mixin
    private BenchOptions options = new BenchOptions(3);

    private final PrintStream console = System.out;

    @Override
    public Integer call() throws IOException, BadImageException {
        options.require(
                options.rounds() >= (grow.isEmpty() ? 1 : 0)
                        && images >= 1
                        && grow.stream().allMatch(count -> count >= 1)
                        && size >= 8
                        && quality >= 1
                        && quality <= 100
                        && seconds > 0,
                "--rounds (0 with --grow alone), --images and --grow must be 1 or more, --size 8 or more, --quality 1 to"
                        + " 100, --seconds above 0");
        List<PrepareContestant> contestants =
                new ArrayList<>(peers.stream().map(PrepareContestant::of).toList());
        RepeatedImages files = RepeatedImages.in(data);
        Path folder = Files.createDirectories(options.out()).toRealPath();
        Optional<PillowScript> pillow = PillowScript.in(folder, python, "/usr/bin/python3");
        Machine.current()
                .introduce(
                        console,
                        String.format(
                                Locale.ROOT,
                                "Pillow %s, %d files to shorter side %d, quality %d",
                                pillow.map(PillowScript::version).orElse("absent"),
                                files.files().size(),
                                size,
                                quality));
        if (pillow.isEmpty() && contestants.removeIf(PrepareContestant::isPillow)) {
            console.println("pillow, pillow-draft: left out, neither " + python
                    + " nor /usr/bin/python3 can import PIL (Debian: python3-pil)");
        }
        if (options.rounds() > 0) {
            compare(contestants, setting(files, folder, images, pillow.orElse(null)));
        }
        if (!grow.isEmpty()) {
            grow(files, folder);
        }
        return 0;
    }

    private void compare(List<PrepareContestant> contestants, PrepareContestant.Setting setting)
            throws IOException, BadImageException {
        PrepareSummary summary = new PrepareSummary(PrepareQuality.of(setting), measure(contestants, setting));
        console.print(summary.text());
        Files.write(setting.out().resolve("bench-prepare.csv"), summary.csv());
        console.println("written " + options.out().resolve("bench-prepare.csv"));
    }

    private void grow(RepeatedImages files, Path folder) throws IOException {
        List<PrepareContestant.Setting> settings = new ArrayList<>();
        for (int count : grow.stream().sorted().toList()) {
            settings.add(setting(files, folder, count, null));
        }
        List<PrepareGrowth> stages = PrepareGrowth.measure(settings, 1);
        stages.forEach(stage -> console.print(stage.text()));
        console.print(PrepareGrowth.summary(stages));
        Files.write(folder.resolve("bench-prepare-growth.csv"), PrepareGrowth.csv(stages));
        console.println("written " + options.out().resolve("bench-prepare-growth.csv"));
    }

    private PrepareContestant.Setting setting(RepeatedImages files, Path folder, int count, PillowScript pillow)
            throws IOException {
        Path tree = folder.resolve("images-" + count);
        int links = files.link(tree, count);
        Path listing = listing(folder.resolve("images.txt"), files);
        Path repeated = listing(folder.resolve("images-" + count + ".txt"), RepeatedImages.in(tree));
        console.printf(Locale.ROOT, "a stage prepares %,d images%n", links);
        return new PrepareContestant.Setting(listing, tree, repeated, folder, size, quality, seconds, pillow);
    }

    private static Path listing(Path file, RepeatedImages images) throws IOException {
        return Files.write(
                file,
                images.files().stream()
                        .map(image -> image.toAbsolutePath().toString())
                        .toList());
    }

    /** Takes turns, another contestant first each time. */
    private Map<PrepareContestant, List<Double>> measure(
            List<PrepareContestant> contestants, PrepareContestant.Setting setting) throws IOException {
        Map<PrepareContestant, List<Double>> rates = new LinkedHashMap<>();
        contestants.forEach(contestant -> rates.put(contestant, new ArrayList<>()));
        for (BenchOptions.Round<PrepareContestant> round : options.rounds(contestants)) {
            for (PrepareContestant contestant : round.order()) {
                double rate = contestant.imagesPerSecond(setting);
                rates.get(contestant).add(rate);
                console.printf(
                        Locale.ROOT,
                        "round %d/%d  %-13s %d core(s) %8.1f images/s%n",
                        round.number(),
                        options.rounds(),
                        contestant.label(),
                        contestant.cores(),
                        rate);
            }
        }
        return rates;
    }
}
