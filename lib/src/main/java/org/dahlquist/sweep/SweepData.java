package org.dahlquist.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import org.apache.commons.codec.digest.DigestUtils;
import org.dahlquist.run.ConfigProblems;
import org.dahlquist.run.DataConfig;
import org.dahlquist.run.RunFile;

/**
 * Data that cells share, prepared once for all of them.
 *
 * @param id name of its directory, the same for equal data settings
 * @param run settings to prepare it with
 */
public record SweepData(String id, RunFile run) {
    private static final int DIGEST_LENGTH = 8;

    /** The data of a run, whose settings are checked already; the seed counts only where it generates them. */
    static SweepData of(RunFile run) {
        Config resolved = ConfigFactory.parseString(run.resolved());
        boolean generated = run.config().data().dataset() == DataConfig.Dataset.SHAPES;
        Config settings = resolved.withOnlyPath("data")
                .withValue(
                        "seed",
                        ConfigValueFactory.fromAnyRef(generated ? run.config().seed() : 0));
        String what = settings.root().render(ConfigRenderOptions.concise());
        String id = Texts.directoryName(settings.getString("data.dataset")) + "-"
                + DigestUtils.sha256Hex(what).substring(0, DIGEST_LENGTH);
        return new SweepData(id, RunFile.of(id, settings, new ConfigProblems(id)));
    }
}
