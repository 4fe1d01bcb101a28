package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;

/**
 * Values between primitives: a memory descriptor and the region that holds them.
 *
 * @param desc shape, data type and layout
 * @param region where the values lie
 */
record Tensor(memory.desc desc, Region region) {
    /** A tensor in the arena. */
    static Tensor planned(memory.desc desc) {
        return new Tensor(desc, Region.planned(desc.get_size()));
    }

    /** float32 values [a, b, …] in row-major order that start at this address of somebody else's memory. */
    static Tensor fixed(long address, long... dims) {
        memory.desc desc = OneDnn.plain(dims);
        return new Tensor(desc, Region.fixed(desc.get_size(), address));
    }

    /** Another view of the same bytes. */
    Tensor as(memory.desc other) {
        return new Tensor(other, region);
    }

    /** The memory as float32 values, once it has an address. */
    FloatBuffer floats() {
        return region.floats();
    }
}
