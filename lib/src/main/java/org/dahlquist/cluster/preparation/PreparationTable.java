package org.dahlquist.cluster.preparation;

import java.util.Locale;
import java.util.Map;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.Split;

/**
 * What a preparation came to, as a table for the log: a line per part, then what was bad.
 *
 * @param manifest the prepared dataset
 * @param tallies what the tasks reported
 * @param seconds from the start to the end, of this attempt
 */
record PreparationTable(Manifest manifest, Map<Split, PartTally> tallies, double seconds) {
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "prepared %s in %.1f s, codec %s%n  %-6s %10s %8s %7s %10s %10s %10s %12s%n",
                manifest.dataset(),
                seconds,
                manifest.codec(),
                "part",
                "images",
                "bad",
                "shards",
                "MB in",
                "MB out",
                "task s",
                "images/s"));
        tallies.forEach((split, tally) -> table.append(row(split, tally)));
        tallies.forEach((split, tally) -> table.append(
                String.format("  %s: bad %s; odd but taken %s%n", split.key(), tally.causes(), tally.oddities())));
        return table.toString().stripTrailing();
    }

    /** Images per second are those of one task. */
    private String row(Split split, PartTally tally) {
        Manifest.Part part = manifest.split(split);
        return String.format(
                Locale.ROOT,
                "  %-6s %,10d %,8d %,7d %,10.1f %,10.1f %,10.1f %,12.1f%n",
                split.key(),
                part.rows(),
                tally.badImages(),
                part.shards().size(),
                tally.sourceBytes() * 1e-6,
                tally.bytes() * 1e-6,
                tally.seconds(),
                (part.rows() + tally.badImages()) / tally.seconds());
    }
}
