package org.dahlquist.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.dahlquist.run.RunConfig;

/** One step of a run: reads what earlier stages wrote and writes its own directory. */
interface Stage {
    /** Name of the command and of the directory. */
    String name();

    /** What it does, in one line of the help. */
    String description();

    /** Stages whose output it reads. */
    List<String> needs();

    /** Settings its output depends on, those of the stages before it included. */
    List<String> settings();

    /** A sub-directory from which a broken stage resumes; empty if it starts again. */
    default String resumesFrom() {
        return "";
    }

    /**
     * Checks on the driver, before anything starts, whatever can be known by then.
     *
     * @throws org.dahlquist.DahlquistException if the stage could not succeed
     */
    default void check(RunConfig config, Configuration hadoop) {}

    /** Does the work and returns the figures worth recording. */
    Map<String, Object> run(StageContext context) throws IOException;
}
