package org.dahlquist.jobs;

import org.dahlquist.run.Provenance;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Provenance program = Provenance.current();
        return new String[] {"dahlquist " + program.version() + " " + program.gitCommit()};
    }
}
