package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dahlquist.DahlquistException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures training and inference of this project and its peers, taking turns. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Training and inference images/s of this project, PyTorch and DL4J on this machine, in turns, each in a"
                    + " process of its own. Ours is the train command itself: input pipeline, kernels, updater and"
                    + " averaging over Spark; PyTorch trains on one fixed batch. A step has --batch images over all cores."
        })
final class TrainBench implements Callable<Integer> {
    @Option(
            names = "--networks",
            split = ",",
            description = "default: all of ${DEFAULT-VALUE}",
            defaultValue = "zerosnet-20,zerosnet-56,preresnet-56,resnet-18")
    private List<String> networks;

    @Option(
            names = "--peers",
            split = ",",
            description = "default: ${DEFAULT-VALUE}",
            defaultValue = "ours,ours-bf16,torch,torch-cl,stock,upstream,stock-spark")
    private List<String> peers;

    @Option(names = "--cores", split = ",", description = "default: ${DEFAULT-VALUE}", defaultValue = "1,2")
    private List<Integer> cores;

    @Option(names = "--batch", description = "images of a step (default: ${DEFAULT-VALUE})", defaultValue = "128")
    private int batch;

    @Option(
            names = "--frequency",
            description = "steps between two averagings over Spark (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int frequency;

    @Option(
            names = "--seconds",
            description = "time of each PyTorch and stock measurement (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private double seconds;

    @Option(
            names = "--stock-rounds",
            description = "turns of stock DL4J and its master, which take minutes (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int stockRounds;

    @Option(names = "--data", description = "folder of CIFAR-10's binary files; without it generated shapes")
    private Path data;

    @Option(
            names = "--python",
            description = "interpreter with PyTorch (default: ${DEFAULT-VALUE}, else /usr/bin/python3)",
            defaultValue = "python3")
    private String python;

    @Mixin
    private BenchOptions options = new BenchOptions(5);

    @Option(names = "--layers", description = "instead: time and floor of every layer of our training step")
    private boolean layers;

    private final PrintStream console = System.out;

    @Override
    public Integer call() throws IOException {
        check();
        List<BenchNetwork> chosen = networks.stream().map(BenchNetwork::of).toList();
        if (layers) {
            for (BenchNetwork network : chosen) {
                new LayerFloor(network, batch).print(console);
            }
            return 0;
        }
        List<Contestant> contestants =
                new ArrayList<>(peers.stream().map(Contestant::of).toList());
        Machine machine = Machine.current();
        Optional<String> torch = PythonModule.interpreter("torch", python, "/usr/bin/python3");
        String version =
                torch.flatMap(found -> PythonModule.version(found, "torch")).orElse("absent");
        String images = data == null ? "shapes" : "CIFAR-10";
        machine.introduce(console, "DL4J 1.0.0-M2.1, PyTorch " + version + ", batch " + batch + ", " + images);
        leaveOut(contestants, machine, torch);
        Files.createDirectories(options.out());
        PythonScript.copy(PythonScript.TORCH, options.out());
        for (BenchNetwork network : chosen) {
            prepare(network);
        }
        return measure(Turn.all(options.rounds(), stockRounds, chosen, cores, contestants), torch.orElse(python));
    }

    /** Takes the turns; one that fails is left out with its message, and the exit code tells. */
    private int measure(List<Turn> turns, String interpreter) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            Contestant.Setting setting = new Contestant.Setting(
                    turn.network(),
                    turn.cores(),
                    turn.round(),
                    seconds,
                    batch,
                    frequency,
                    interpreter,
                    options.out().toAbsolutePath());
            String result;
            try {
                Measurement measurement = turn.contestant().measure(setting);
                measurements.add(measurement);
                write(measurements);
                result = figures(measurement);
            } catch (DahlquistException failed) {
                failures.add(turn.contestant().label() + " on " + turn.network().label() + ": " + failed.getMessage());
                result = "not measured: " + failed.getMessage();
            }
            progress(turn, result, (System.nanoTime() - start) * 1e-9, i + 1, turns.size());
        }
        if (!measurements.isEmpty()) {
            console.print(new TrainSummary(measurements).text());
            console.println("written " + options.out().resolve("bench-train.csv")
                    + ", bench-train-summary.csv, bench-train.png");
        }
        failures.stream().distinct().forEach(failure -> console.println("not measured: " + failure));
        return failures.isEmpty() ? 0 : 1;
    }

    private void check() {
        options.require(
                !cores.isEmpty() && Set.of(1, 2).containsAll(cores), "--cores takes 1, 2 or 1,2, but got " + cores);
        options.check();
        options.require(stockRounds >= 0, "--stock-rounds must be at least 0, but is " + stockRounds);
        options.require(frequency >= 1, "--frequency must be at least 1, but is " + frequency);
        options.require(seconds > 0, "--seconds must be above 0, but is " + seconds);
        int most = cores.stream().max(Integer::compare).orElse(1);
        options.require(
                batch >= 2 && batch % most == 0,
                "--batch is shared by " + most + " core(s) and must be a multiple of that, but is " + batch);
    }

    /** Leaves out, with a message, who cannot run here: PyTorch where there is none, bfloat16 on other processors. */
    private void leaveOut(List<Contestant> contestants, Machine machine, Optional<String> torch) {
        if (torch.isEmpty() && contestants.removeAll(List.of(Contestant.TORCH, Contestant.TORCH_CL))) {
            console.println("torch, torch-cl: left out, neither " + python
                    + " nor /usr/bin/python3 can import torch (Debian: python3-torch)");
        }
        if (!machine.bfloat16() && contestants.remove(Contestant.OURS_BF16)) {
            console.println("ours-bf16: left out, the processor has no bfloat16 instructions (avx512_bf16)");
        }
    }

    /** Writes the network's run file and prepares its dataset. */
    private void prepare(BenchNetwork network) throws IOException {
        Path config = options.out().resolve(network.label() + ".conf");
        String source = data == null
                ? "data { dataset = shapes, shapes { train = " + network.images() + ", test = 10 } }\n"
                : "data { dataset = cifar10, path = \"" + data.toAbsolutePath() + "\", train-limit = "
                        + network.images() + ", test-limit = 10 }\n";
        Files.writeString(
                config,
                source + network.hocon()
                        + "train { learning-rate = 0.01, schedule { kind = constant }, validate-every = 1000 }\n");
        ChildProcess.run(
                1,
                1,
                ChildProcess.self(
                        "prepare",
                        "--overwrite",
                        "--config",
                        config.toString(),
                        "--out",
                        options.out().toAbsolutePath().toString(),
                        "--run-id",
                        network.label()));
    }

    private static String figures(Measurement measurement) {
        return String.format(
                Locale.ROOT,
                "train %8.1f/s  inference %8.1f/s  %5.0f MiB",
                measurement.train(),
                measurement.inference(),
                measurement.peakMib());
    }

    private void progress(Turn turn, String result, double elapsed, int done, int all) {
        console.printf(
                Locale.ROOT,
                "%5.0f s, left about %5.0f s  round %d/%d  %-13s %d core(s)  %-10s %s%n",
                elapsed,
                elapsed / done * (all - done),
                turn.round(),
                options.rounds(),
                turn.network().label(),
                turn.cores(),
                turn.contestant().label(),
                result);
    }

    private void write(List<Measurement> measurements) throws IOException {
        TrainSummary summary = new TrainSummary(measurements);
        options.table(
                "bench-train.csv", Measurement.HEADER, measurements.stream().map(Measurement::csv));
        options.table(
                "bench-train-summary.csv",
                TrainSummary.HEADER,
                summary.rows().stream().map(TrainSummary.Row::csv));
        options.plot("bench-train.png", summary.chart());
    }
}
