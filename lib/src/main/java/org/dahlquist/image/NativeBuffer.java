package org.dahlquist.image;

import com.sun.jna.Memory;

/** Native memory that grows as needed and is used again; not thread-safe. */
final class NativeBuffer implements AutoCloseable {
    private Memory memory = new Memory(1 << 16);

    /** At least so many bytes, of any content; what was given before becomes invalid. */
    Memory ofSize(long bytes) {
        if (memory.size() < bytes) {
            memory.close();
            memory = new Memory(bytes + bytes / 4);
        }
        return memory;
    }

    /** The bytes of an array. */
    Memory holding(byte[] bytes) {
        Memory copy = ofSize(bytes.length);
        copy.write(0, bytes, 0, bytes.length);
        return copy;
    }

    @Override
    public void close() {
        memory.close();
    }
}
