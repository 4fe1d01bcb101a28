package org.dahlquist.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param processor its model, or the architecture where {@code /proc} doesn't tell
 * @param bfloat16 whether it multiplies bfloat16 numbers (avx512_bf16)
 * @param load programs running, mean of the last minute; negative where the system doesn't tell
 */
record Machine(String processor, boolean bfloat16, double load) {
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
