package org.dahlquist.dataset;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Single rows of an image shard, by their position.
 *
 * <p>A row costs the reading of its record batch, {@link ShardFormat} says how large, unless it was in the one read last.
 * Not thread-safe.
 */
public final class ShardRows implements AutoCloseable {
    private final Path file;
    private final ShardFormat format;
    private final FSDataInputStream in;
    private final BufferAllocator allocator = new RootAllocator();
    private final ArrowFileReader arrow;
    private final List<ArrowBlock> blocks;
    private int loaded = -1;

    /**
     * Opens a shard.
     *
     * @param hadoop finds the file system
     * @param file the shard
     * @param format format its rows must have
     * @throws org.dahlquist.DahlquistException (DATA) if the file is missing, damaged or has other columns
     */
    public ShardRows(Configuration hadoop, Path file, ShardFormat format) {
        this.file = file;
        this.format = format;
        try {
            in = file.getFileSystem(hadoop).open(file);
            arrow = ArrowFiles.reader(hadoop, in, file, allocator);
            ArrowFiles.checkSchema(
                    file,
                    ShardColumns.images(format),
                    arrow.getVectorSchemaRoot().getSchema());
            blocks = arrow.getRecordBlocks();
        } catch (IOException e) {
            throw RawFolder.unreadable(file, e);
        }
    }

    /**
     * One row.
     *
     * @param position from 0, in the order of the file
     * @return the row, which the caller owns
     * @throws org.dahlquist.DahlquistException (DATA) if the file is damaged
     */
    public ShardRow get(int position) {
        try {
            int batch = position / format.batchRows();
            if (batch != loaded) {
                arrow.loadRecordBatch(blocks.get(batch));
                loaded = batch;
            }
            VectorSchemaRoot root = arrow.getVectorSchemaRoot();
            return ShardReader.row(root, position % format.batchRows());
        } catch (IOException | RuntimeException e) {
            throw ArrowFiles.damaged(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        arrow.close();
        allocator.close();
        in.close();
    }
}
