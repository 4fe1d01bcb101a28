package org.dahlquist.sweep;

import java.util.Map;
import org.dahlquist.run.RunFile;

/**
 * One training of a sweep: a setting with a seed.
 *
 * @param id name of its directory, unique in the sweep
 * @param setting what it shares with the cells of other seeds, in words
 * @param varying the settings that differ within the sweep, by key, as text
 * @param run all its settings
 * @param data what it is trained on
 */
public record Cell(String id, String setting, Map<String, String> varying, RunFile run, SweepData data) {
    /** Its seed. */
    public long seed() {
        return run.config().seed();
    }
}
