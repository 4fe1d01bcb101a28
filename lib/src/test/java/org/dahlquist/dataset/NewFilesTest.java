package org.dahlquist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {
    @TempDir
    Path folder;

    @Test
    void aLocalFileHasThePermissionsAndChecksumsThatHadoopGives() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.permissions.umask-mode", "027");
        FileSystem files = FileSystem.newInstance(folder.toUri(), hadoop);
        for (String content : new String[] {"first", "second"}) {
            try (OutputStream out = NewFiles.create(files, hadoopPath("new/ours"))) {
                out.write(content.getBytes());
            }
        }
        try (OutputStream out = files.create(hadoopPath("new/theirs"))) {
            out.write("second".getBytes());
        }

        assertThat(folder.resolve("new/ours")).hasContent("second");
        assertThat(folder.resolve("new/.ours.crc")).hasSameBinaryContentAs(folder.resolve("new/.theirs.crc"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new/ours"))))
                .isEqualTo("rw-r-----")
                .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new/theirs"))));
    }

    private org.apache.hadoop.fs.Path hadoopPath(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }
}
