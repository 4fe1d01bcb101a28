package org.dahlquist.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.dahlquist.run.RunConfig;

/** One step of a run: reads what earlier stages wrote and writes its own directory. */
abstract class Stage {
    private final String name;
    private final String description;
    private final List<String> needs;
    private final List<String> ownSettings;

    /**
     * Describes a stage.
     *
     * @param name name of the command and of the directory
     * @param description what it does, in one line of the help
     * @param needs stages whose output it reads
     * @param ownSettings settings its output depends on, beyond those of the stages it needs
     */
    Stage(String name, String description, List<String> needs, List<String> ownSettings) {
        this.name = name;
        this.description = description;
        this.needs = needs;
        this.ownSettings = ownSettings;
    }

    final String name() {
        return name;
    }

    final String description() {
        return description;
    }

    final List<String> needs() {
        return needs;
    }

    final List<String> ownSettings() {
        return ownSettings;
    }

    /** A sub-directory from which a broken stage resumes; empty if it starts again. */
    String resumesFrom() {
        return "";
    }

    /**
     * Checks on the driver, before anything starts, whatever can be known by then.
     *
     * @throws org.dahlquist.DahlquistException if the stage could not succeed
     */
    void check(RunConfig config, Configuration hadoop, SparkConf spark) {}

    /** Does the work and returns the figures worth recording. */
    abstract Map<String, Object> run(StageContext context) throws IOException;
}
