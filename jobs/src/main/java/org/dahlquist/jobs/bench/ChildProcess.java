package org.dahlquist.jobs.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;

/**
 * A contestant's process: pinned to the first cores where {@code taskset} is found, its output kept, its peak memory
 * watched.
 *
 * @param output what it printed
 * @param peakMib the largest resident memory seen, sampled every 50 ms; 0 where {@code /proc} doesn't tell
 */
record ChildProcess(String output, double peakMib) {
    private static final long POLL_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Runs a command to its end.
     *
     * @param threads value of OMP_NUM_THREADS
     * @throws DahlquistException if it ends with another code than 0, with its last lines
     */
    static ChildProcess run(int cores, int threads, List<String> command) {
        List<String> pinned = new ArrayList<>();
        if (new File("/usr/bin/taskset").canExecute()) {
            pinned.addAll(List.of("taskset", "-c", cores == 1 ? "0" : "0-" + (cores - 1)));
        }
        pinned.addAll(command);
        try {
            Path log = Files.createTempFile("bench", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
            Process process = builder.start();
            double peak = watch(process);
            String output = Files.readString(log, StandardCharsets.UTF_8);
            Files.delete(log);
            if (process.exitValue() != 0) {
                throw DahlquistException.data(
                        "%s ended with code %d; its last lines:%n%s",
                        String.join(" ", command), process.exitValue(), tail(output));
            }
            return new ChildProcess(output, peak);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0), e);
        }
    }

    /** The command line of this program itself, with the same class path and options. */
    static List<String> self(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", classPath(), "org.dahlquist.jobs.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** This program's own place comes first: spark-submit loads it from outside the class path. */
    private static String classPath() {
        try {
            Path own = Path.of(ChildProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own + File.pathSeparator + System.getProperty("java.class.path");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no file holds this program", e);
        }
    }

    /**
     * The JSON in the last line that holds some; the rest is what libraries log.
     *
     * @param who whose process it was
     */
    JsonNode json(String who) {
        String line = output.lines()
                .filter(text -> text.startsWith("{"))
                .reduce((first, last) -> last)
                .orElseThrow(() ->
                        DahlquistException.data("%s ends with a line of JSON, but printed none: %s", who, output));
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("no result in the output of " + who + ": " + output, e);
        }
    }

    private static double watch(Process process) {
        double peak = 0;
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, residentPeak(process.pid()));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw DahlquistException.cluster("interrupted while measuring").causedBy(e);
        }
        return peak;
    }

    /** VmHWM; 0 once the process has gone. */
    private static double residentPeak(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    private static String tail(String output) {
        List<String> lines = output.lines().toList();
        return String.join(
                "\n",
                IntStream.range(Math.max(0, lines.size() - 12), lines.size())
                        .mapToObj(lines::get)
                        .toList());
    }
}
