package org.dahlquist.run.report;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dahlquist.dataset.Manifest;

/** What a run was: its data, network, optimiser and machine in a few lines. */
final class RunCard {
    private static final int DIGEST_LENGTH = 12;
    private static final int FULL_DIGEST_LENGTH = 40;

    private final RunSummary run;
    private final Settings settings;

    RunCard(RunSummary run) {
        this.run = run;
        this.settings = run.settings();
    }

    List<Fact> facts() {
        StageResult first = run.stages().isEmpty() ? null : run.stages().get(0);
        return List.of(
                new Fact("Dataset", dataset()),
                new Fact("Samples", samples()),
                new Fact("Network", network()),
                new Fact("Coefficients", coefficients()),
                new Fact("Optimiser", optimiser()),
                new Fact("Gradient activation", gradientActivation()),
                new Fact("Gradient clipping", gradientClipping()),
                new Fact("Deformation", deformation()),
                new Fact("Schedule", schedule()),
                new Fact("Averaging", averaging()),
                new Fact("Seed", first == null ? settings.value("seed") : Long.toString(first.seed())),
                new Fact("Started", first == null ? "" : started(first)),
                new Fact("Duration", first == null ? "" : Numbers.duration(totalSeconds(run))),
                new Fact("Machine", first == null ? "" : machine(first)),
                new Fact("Versions", first == null ? "" : versions(first.versions())),
                new Fact("Commit", first == null ? "" : digest(first.gitCommit())),
                new Fact("Program", first == null ? "" : digest(first.jarSha256())),
                new Fact("Manifest", manifestDigest()));
    }

    /** Seconds of all stages that said how long they took. */
    static double totalSeconds(RunSummary run) {
        return run.stages().stream()
                .mapToDouble(StageResult::seconds)
                .filter(Double::isFinite)
                .sum();
    }

    /** Dataset name as the manifest has it, else as the settings do. */
    String dataset() {
        return run.dataset()
                .map(Manifest::dataset)
                .filter(name -> !name.isEmpty())
                .orElse(settings.value("data.dataset"));
    }

    private String samples() {
        return run.dataset()
                .map(data -> Numbers.grouped(data.train().rows()) + " training, "
                        + Numbers.grouped(data.test().rows()) + " test, "
                        + data.classes() + " classes")
                .orElse("");
    }

    /** Architecture and depth, and whether its coefficients are trained. */
    String network() {
        return joined(
                " ", settings.value("network.architecture"), settings.depth(), hasTrainedCoefficients() ? "tra" : "");
    }

    private boolean hasTrainedCoefficients() {
        return isMultistep() && settings.value("network.variant").equals("tra");
    }

    private boolean isMultistep() {
        return settings.value("network.architecture").toLowerCase(Locale.ROOT).contains("zero");
    }

    private String coefficients() {
        return isMultistep() && !hasTrainedCoefficients()
                ? settings.numbers("network.coefficients").stream()
                        .map(Numbers::shortened)
                        .collect(Collectors.joining(", "))
                : "";
    }

    private String optimiser() {
        if (settings.value("train.learning-rate").isEmpty()) {
            return "";
        }
        String kind = settings.value("train.optimiser.kind").toLowerCase(Locale.ROOT);
        String momentum = ", momentum " + settings.value("train.momentum");
        String method = switch (kind) {
            case "adam" -> "Adam";
            case "nesterov" -> "SGD with Nesterov's momentum";
            default -> "SGD";
        };
        return String.format(
                Locale.ROOT,
                "%s, learning rate %s%s, weight decay %s%s",
                method,
                settings.value("train.learning-rate"),
                kind.equals("adam") ? "" : momentum,
                settings.value("train.weight-decay"),
                settings.value("train.decay-vectors").equals("false") ? " but for vectors" : "");
    }

    private String gradientActivation() {
        String function = settings.value("train.gradient-activation.function").toLowerCase(Locale.ROOT);
        if (function.isEmpty() || function.equals("none")) {
            return function;
        }
        String position = settings.value("train.gradient-activation.position").toLowerCase(Locale.ROOT);
        return function.equals("adaptive")
                ? function + " on the " + position + constants("gradient-activation", "shrink", "gamma")
                : function + " on the " + position + constants("gradient-activation", "alpha", "beta");
    }

    private String gradientClipping() {
        String kind = settings.value("train.gradient-clipping.kind").toLowerCase(Locale.ROOT);
        return kind.isEmpty() || kind.equals("none") ? kind : "by " + kind + constants("gradient-clipping", "limit");
    }

    private String deformation() {
        String function = settings.value("train.deformation.function").toLowerCase(Locale.ROOT);
        String constants = switch (function) {
            case "arctan-power" -> constants("deformation", "alpha", "beta", "gamma", "delta");
            case "log-exp" -> constants("deformation", "c", "c1", "c2");
            case "sech" -> constants("deformation", "amplitude", "peak");
            default -> "";
        };
        boolean baseline = !settings.value("train.deformation.lr-matched").isBlank();
        return (baseline ? "none; learning rate matched to " : "") + function + constants;
    }

    /** Those of a function's constants that the run has. */
    private String constants(String section, String... names) {
        return Stream.of(names)
                .filter(name -> !settings.value("train." + section + "." + name).isEmpty())
                .map(name -> ", " + name + " " + settings.value("train." + section + "." + name))
                .collect(Collectors.joining());
    }

    private String schedule() {
        String kind = settings.value("train.schedule.kind").toLowerCase(Locale.ROOT);
        String epochs = settings.value("train.epochs");
        return joined(", ", kind, epochs.isEmpty() ? "" : epochs + " epochs");
    }

    private String averaging() {
        String workers = settings.value("train.averaging.workers");
        if (workers.isEmpty()) {
            return "";
        }
        return workers + " workers \u00d7 " + settings.value("train.averaging.batch-size-per-worker")
                + " images, every " + settings.value("train.averaging.frequency") + " steps";
    }

    /** Cores, heap and Spark master. */
    static String machine(StageResult stage) {
        return joined(
                ", ",
                stage.cores() > 0 ? stage.cores() + " cores" : "",
                stage.maxMemoryBytes() > 0 ? Numbers.gibibytes(stage.maxMemoryBytes()) + " heap" : "",
                stage.master());
    }

    private static String versions(Map<String, String> versions) {
        return versions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private String manifestDigest() {
        return run.stages().stream()
                .map(StageResult::manifestSha256)
                .filter(sha -> !sha.isEmpty())
                .findFirst()
                .map(RunCard::digest)
                .orElse("");
    }

    private static String started(StageResult stage) {
        try {
            return Instant.parse(stage.started())
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
        } catch (DateTimeParseException otherForm) {
            return stage.started();
        }
    }

    /** The start of a full digest; a short commit with "-dirty" stays as it is. */
    private static String digest(String hex) {
        return hex.length() < FULL_DIGEST_LENGTH ? hex : hex.substring(0, DIGEST_LENGTH);
    }

    private static String joined(String separator, String... parts) {
        return Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining(separator));
    }
}
