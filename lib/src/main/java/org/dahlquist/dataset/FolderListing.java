package org.dahlquist.dataset;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The image files of one folder, sub-folders left out. */
record FolderListing(String folder, FileLabels labels) implements ImageListing {
    private static final long serialVersionUID = 1L;

    @Override
    public List<ImageEntry> list(Configuration hadoop) {
        LabelledEntries entries = new LabelledEntries(folder, labels);
        Path path = new Path(folder);
        try {
            RemoteIterator<FileStatus> files = path.getFileSystem(hadoop).listStatusIterator(path);
            while (files.hasNext()) {
                FileStatus file = files.next();
                if (file.isFile()) {
                    entries.add(file.getPath().getName(), ImageEntry.WHOLE_FILE, file.getLen());
                }
            }
        } catch (IOException e) {
            throw RawFolder.unreadable(folder, e);
        }
        return entries.all();
    }
}
