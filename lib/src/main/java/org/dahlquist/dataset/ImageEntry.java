package org.dahlquist.dataset;

/**
 * Where one image lies, and what it shows.
 *
 * @param container the archive that holds the image, or the folder of the file {@link #fileName}
 * @param offset first byte of the image in the archive, or {@value #WHOLE_FILE} for a file of its own
 * @param length bytes
 * @param name file name below its class, or with the class's folder where the class is unknown
 * @param label class index, or −1 if the class is unknown or the image has several
 * @param presence for each class 1 present, 0 absent, {@link #DIFFICULT}; empty unless an image may have several classes
 * @param fault what is wrong with it already
 */
public record ImageEntry(
        String container, long offset, long length, String name, int label, byte[] presence, ImageFault fault) {
    /** Offset of an image that is a file of its own. */
    public static final long WHOLE_FILE = -1;

    /** Presence of a class whose objects are all marked as difficult: 255 as an unsigned byte. */
    public static final byte DIFFICULT = (byte) 255;

    private static final byte[] NO_PRESENCE = {};

    /** An image of one class; {@code label} −1 marks it as of an unknown class. */
    static ImageEntry ofClass(String container, long offset, long length, String name, int label) {
        ImageFault fault = label < 0 ? ImageFault.UNKNOWN_CLASS : ImageFault.NONE;
        return new ImageEntry(container, offset, length, name, label, NO_PRESENCE, fault);
    }

    /** An image that a list of labels names but that is not there. */
    static ImageEntry missing(String container, String name, int label) {
        return new ImageEntry(container, WHOLE_FILE, 0, name, label, NO_PRESENCE, ImageFault.MISSING);
    }

    /** The file to read: the archive, or the image's own file. */
    public String file() {
        return offset == WHOLE_FILE ? container + "/" + fileName() : container;
    }

    private String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
