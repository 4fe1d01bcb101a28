package org.dahlquist.cluster.preparation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.dataset.ShardReport;
import org.dahlquist.dataset.Split;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards in an output folder that have their report, from this or an earlier attempt. */
final class FinishedShards {
    private static final Logger LOG = LoggerFactory.getLogger(FinishedShards.class);

    private final Configuration hadoop;
    private final Path output;

    FinishedShards(Configuration hadoop, Path output) {
        this.hadoop = hadoop;
        this.output = output;
    }

    /** The report on a shard, if it is finished. */
    Optional<ShardReport> report(PlannedShard shard) {
        return ShardReport.read(hadoop, ShardReport.path(output, shard.split(), shard.number()))
                .filter(report -> isThere(shard.split(), report.shard()));
    }

    /** The shards of a plan that are not finished; what another plan or a broken task left is removed. */
    List<PlannedShard> pending(ShardPlan plan) {
        try {
            FileSystem files = output.getFileSystem(hadoop);
            boolean stale = plan.shards().stream()
                    .map(this::report)
                    .flatMap(Optional::stream)
                    .anyMatch(report -> !report.plan().equals(plan.key()));
            if (stale) {
                LOG.info("what lies in {} was made of other images or settings; all shards are written again", output);
                for (String folder : List.of(Split.TRAIN.key(), Split.TEST.key(), ShardReport.FOLDER)) {
                    files.delete(new Path(output, folder), true);
                }
            }
            for (String folder : List.of(Split.TRAIN.key(), Split.TEST.key(), ShardReport.FOLDER)) {
                removeTemporary(files, new Path(output, folder));
            }
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be tidied up (%s); delete it", output, e)
                    .causedBy(e);
        }
        List<PlannedShard> pending =
                plan.shards().stream().filter(shard -> report(shard).isEmpty()).toList();
        if (pending.size() < plan.shards().size()) {
            LOG.info(
                    "{} of {} shards are finished and kept",
                    plan.shards().size() - pending.size(),
                    plan.shards().size());
        }
        return pending;
    }

    private boolean isThere(Split split, Manifest.Shard shard) {
        Path file = Manifest.shardPath(output, split, shard);
        try {
            return file.getFileSystem(hadoop).getFileStatus(file).getLen() == shard.bytes();
        } catch (FileNotFoundException absent) {
            return false;
        } catch (IOException e) {
            throw DahlquistException.data("%s cannot be read (%s); check its permissions", file, e)
                    .causedBy(e);
        }
    }

    /** Removes what tasks of a killed process were writing. */
    private static void removeTemporary(FileSystem files, Path folder) throws IOException {
        if (files.exists(folder)) {
            for (FileStatus file : files.listStatus(folder)) {
                if (file.getPath().getName().endsWith(".tmp")) {
                    files.delete(file.getPath(), false);
                }
            }
        }
    }
}
