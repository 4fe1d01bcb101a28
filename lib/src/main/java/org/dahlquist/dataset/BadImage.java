package org.dahlquist.dataset;

/**
 * An image that did not make it into a shard.
 *
 * @param name its name, with the class where that is unknown
 * @param cause why, as counted in the manifest, such as {@code truncated}
 * @param message what exactly was found
 * @param file the file or archive that holds it
 * @param offset first byte in the archive, −1 for a file of its own
 * @param length bytes
 */
public record BadImage(String name, String cause, String message, String file, long offset, long length) {
    /** The bad image at an entry of the index. */
    public static BadImage of(ImageEntry entry, String cause, String message) {
        return new BadImage(entry.name(), cause, message, entry.file(), entry.offset(), entry.length());
    }
}
