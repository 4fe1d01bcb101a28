package org.dahlquist.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Memory that somebody else owns: a pointer that frees nothing. */
final class Address extends Pointer {
    Address(long address, long bytes) {
        this.address = address;
        this.limit = bytes;
        this.capacity = bytes;
    }

    /** The memory as float32 values. */
    FloatBuffer floats() {
        return new BytePointer(this)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
