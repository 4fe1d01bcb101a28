package org.dahlquist.onednn;

import java.nio.FloatBuffer;

/**
 * A stretch of memory that some primitives of a {@link Tape} read and write, from its first to its last use.
 *
 * <p>Most regions lie in the tape's arena, where regions whose uses don't overlap share memory; fixed regions are
 * memory of others, such as the flat parameter vector.
 */
final class Region {
    private final long bytes;
    private final boolean fixed;
    private int firstUse = Integer.MAX_VALUE;
    private int lastUse = -1;
    private long address;
    private FloatBuffer floats;

    private Region(long bytes, boolean fixed, long address) {
        this.bytes = bytes;
        this.fixed = fixed;
        this.address = address;
    }

    /** A region in the arena. */
    static Region planned(long bytes) {
        return new Region(bytes, false, 0);
    }

    /** Memory of somebody else, who keeps it alive. */
    static Region fixed(long bytes, long address) {
        return new Region(bytes, true, address);
    }

    long bytes() {
        return bytes;
    }

    boolean isFixed() {
        return fixed;
    }

    /** Address in bytes; for a planned region only once the tape is bound. */
    long address() {
        return address;
    }

    /** The memory, for oneDNN. */
    Address pointer() {
        return new Address(address, bytes);
    }

    /** The memory as float32 values, once it has an address. */
    FloatBuffer floats() {
        if (floats == null) {
            floats = pointer().floats();
        }
        return floats;
    }

    void place(long newAddress) {
        address = newAddress;
        floats = null;
    }

    /** Notes a use by the primitive with this position in the tape. */
    void use(int position) {
        firstUse = Math.min(firstUse, position);
        lastUse = Math.max(lastUse, position);
    }

    /** Keeps the content from the first use on until the tape ends, and over runs. */
    void keep() {
        use(0);
        use(Integer.MAX_VALUE - 1);
    }

    boolean overlaps(Region other) {
        return firstUse <= other.lastUse && other.firstUse <= lastUse;
    }

    boolean isUsed() {
        return lastUse >= 0;
    }
}
