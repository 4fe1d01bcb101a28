package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param processor its model, or the architecture where {@code /proc} doesn't tell
 * @param bfloat16 whether it multiplies bfloat16 numbers (avx512_bf16)
 * @param load programs running, mean of the last minute; negative where the system doesn't tell
 */
record Machine(String processor, boolean bfloat16, double load) {
    private static final double QUIET = 0.5;

    /** This machine, now. */
    static Machine current() {
        return of(
                Path.of("/proc/cpuinfo"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** A machine from its file on processors. */
    static Machine of(Path cpuinfo, double load) {
        boolean narrow = Arrays.asList(value(cpuinfo, "flags").split(" ")).contains("avx512_bf16");
        String model = value(cpuinfo, "model name");
        return new Machine(model.isEmpty() ? System.getProperty("os.arch") : model, narrow, load);
    }

    /** Tells what is measured on and with, and warns where others are running. */
    void introduce(PrintStream console, String settings) {
        console.printf(
                Locale.ROOT,
                "%s, %d cores, load %.2f, Java %s, %s%n",
                processor,
                Runtime.getRuntime().availableProcessors(),
                load,
                System.getProperty("java.version"),
                settings);
        if (load > QUIET) {
            console.println("warning: other programs are running (load above 0.5); the figures will not be worth much");
        }
    }

    private static String value(Path cpuinfo, String key) {
        if (!Files.isReadable(cpuinfo)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith(key) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + cpuinfo, e);
        }
    }
}
