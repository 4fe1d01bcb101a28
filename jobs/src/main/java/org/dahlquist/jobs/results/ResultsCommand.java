package org.dahlquist.jobs.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes README's tables from notebooks/results. */
@Command(
        name = "results",
        mixinStandardHelpOptions = true,
        description = "make README's tables anew from notebooks/results/*.csv")
public final class ResultsCommand implements Callable<Integer> {
    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "the clone (default: the present folder)")
    private Path root;

    @Option(names = "--check", description = "write nothing; exit with 1 if a table is not what the files say")
    private boolean check;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Publication publication = new Publication(root);
        if (check) {
            boolean current = publication.isCurrent();
            spec.commandLine()
                    .getOut()
                    .println(current ? "README shows the results" : "README differs; run 'dahlquist results'");
            return current ? 0 : 1;
        }
        publication.renew();
        return 0;
    }
}
