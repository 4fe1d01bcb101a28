package org.dahlquist.dataset;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/**
 * The images of one shard in memory.
 *
 * @param rows its rows, in the order of the file
 */
record ShardContent(List<StoredImage> rows) {
    /** Reads a shard, which must hold what the manifest says. */
    static ShardContent read(Configuration hadoop, Path file, ShardFormat format, Manifest.Shard shard) {
        List<StoredImage> rows = new ArrayList<>(shard.rows());
        ShardReader.read(hadoop, file, format, row -> {
            if (!rows.isEmpty() && rows.get(rows.size() - 1).id() >= row.id()) {
                throw DahlquistException.data(
                        "%s must hold its samples in ascending order of id, but row %d (id %d) breaks that; run the"
                                + " prepare stage again",
                        file, rows.size(), row.id());
            }
            rows.add(StoredImage.of(row.id(), row.label(), row.image()));
        });
        if (rows.size() != shard.rows()) {
            throw DahlquistException.data(
                    "%s must hold %d samples, but holds %d; run the prepare stage again",
                    file, shard.rows(), rows.size());
        }
        return new ShardContent(rows);
    }

    StoredImage image(int row) {
        return rows.get(row);
    }
}
