package org.dahlquist.jobs.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this project against its peers on this machine. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "measure against peers: bench layers")
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a sub-command there is nothing to measure. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to measure: bench layers");
    }

    @Command(
            name = "layers",
            mixinStandardHelpOptions = true,
            description = "training images/s of ZeroSNet-20, our layers against stock DL4J's, one thread")
    int layers() {
        LayerThroughput.run(3, 10, 3, System.out);
        return 0;
    }
}
