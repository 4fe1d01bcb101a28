package org.dahlquist.dataset;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Creates files, on a local disk without the two processes that Hadoop starts for each. */
final class NewFile {
    private NewFile() {}

    /** Opens a file for writing; one that is there is replaced. */
    static FSDataOutputStream create(Configuration hadoop, FileSystem files, Path file) throws IOException {
        if (!(files instanceof LocalFileSystem)) {
            return files.create(file, true);
        }
        // Without its native library Hadoop runs chmod, 5 ms each, on a file and on its checksums, unless no permission
        // is
        // asked for; then they get those of the process.
        int buffer = hadoop.getInt(
                CommonConfigurationKeysPublic.IO_FILE_BUFFER_SIZE_KEY,
                CommonConfigurationKeysPublic.IO_FILE_BUFFER_SIZE_DEFAULT);
        return files.create(
                file, null, true, buffer, files.getDefaultReplication(file), files.getDefaultBlockSize(file), null);
    }
}
