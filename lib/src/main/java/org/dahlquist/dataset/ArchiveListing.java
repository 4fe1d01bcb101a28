package org.dahlquist.dataset;

import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** The image files in a tar archive, which may itself be a range of bytes of another archive. */
record ArchiveListing(String archive, long offset, long length, FileLabels labels) implements ImageListing {
    private static final long serialVersionUID = 1L;

    @Override
    public void list(Configuration hadoop, Consumer<ImageEntry> images) {
        LabelledEntries entries = new LabelledEntries(archive, labels, images);
        try (TarReader tar = TarReader.open(hadoop, archive, offset, length)) {
            for (TarReader.Member member = tar.next(); member != null; member = tar.next()) {
                entries.add(member.name(), member.offset(), member.length());
            }
        }
        entries.addMissing();
    }
}
