package org.dahlquist.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Some images of Pascal VOC, with the classes that their annotations give. */
record VocListing(String images, String annotations, String[] ids) implements ImageListing {
    private static final long serialVersionUID = 1L;

    @Override
    public void list(Configuration hadoop, Consumer<ImageEntry> consumer) {
        for (String id : ids) {
            try {
                consumer.accept(entry(hadoop, id));
            } catch (IOException e) {
                throw RawFolder.unreadable(annotations + "/" + id + ".xml", e);
            }
        }
    }

    private ImageEntry entry(Configuration hadoop, String id) throws IOException {
        Path image = new Path(images, id + ".jpg");
        FileSystem files = image.getFileSystem(hadoop);
        if (!files.exists(image)) {
            return entry(image, 0, new byte[VocSource.CLASSES.size()], ImageFault.MISSING);
        }
        long length = files.getFileStatus(image).getLen();
        try (InputStream in = files.open(new Path(annotations, id + ".xml"))) {
            VocAnnotation annotation = VocAnnotation.read(in);
            return entry(
                    image,
                    length,
                    annotation.presence(),
                    annotation.hasUnknown() ? ImageFault.UNKNOWN_CLASS : ImageFault.NONE);
        } catch (FileNotFoundException | XMLStreamException unusable) {
            return entry(image, length, new byte[VocSource.CLASSES.size()], ImageFault.BAD_ANNOTATION);
        }
    }

    private ImageEntry entry(Path image, long length, byte[] presence, ImageFault fault) {
        return new ImageEntry(images, ImageEntry.WHOLE_FILE, length, image.getName(), -1, presence, fault);
    }
}
