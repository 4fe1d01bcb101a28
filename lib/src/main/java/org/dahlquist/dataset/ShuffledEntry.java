package org.dahlquist.dataset;

import java.util.Comparator;

/**
 * An image with its place in a random order.
 *
 * @param key random bits, which decide first; as an unsigned number
 * @param entry the image
 */
record ShuffledEntry(long key, ImageEntry entry) implements Comparable<ShuffledEntry> {
    /** Images of one label and name have one key, so that the rest decides, the place where they lie last. */
    private static final Comparator<ImageEntry> SAME_KEY = Comparator.comparingInt(ImageEntry::label)
            .thenComparing(ImageEntry::name)
            .thenComparingLong(ImageEntry::length)
            .thenComparingLong(ImageEntry::offset)
            .thenComparing(ImageEntry::container);

    /** The image under the order of a seed; the key depends on label and name, not on where the image lies. */
    static ShuffledEntry of(long seed, ImageEntry entry) {
        return new ShuffledEntry(Seeds.mix(seed, entry.name(), entry.label()), entry);
    }

    /** Which of {@link ImageList#RANGES} equal ranges the key is in. */
    int range() {
        return (int) (key >>> Long.numberOfLeadingZeros(ImageList.RANGES - 1));
    }

    @Override
    public int compareTo(ShuffledEntry other) {
        int byKey = Long.compareUnsigned(key, other.key);
        return byKey != 0 ? byKey : SAME_KEY.compare(entry, other.entry);
    }
}
