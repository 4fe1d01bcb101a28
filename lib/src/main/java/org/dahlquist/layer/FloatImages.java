package org.dahlquist.layer;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A float32 array in main memory, read and written in blocks that fit into the cache.
 *
 * <p>Fewer than 2³¹ values. Blocks are copied to and from {@code float[]}, because the compiler vectorises loops over arrays, not over
 * buffers.
 */
final class FloatImages {
    // keeps the memory behind the buffer alive
    private final INDArray array;
    private final FloatBuffer buffer;

    private FloatImages(INDArray array) {
        this.array = array;
        FloatPointer start = new FloatPointer(array.data().addressPointer());
        this.buffer = start.capacity(Math.toIntExact(array.length())).asBuffer();
    }

    /** A view of {@code array}, copied first if it isn't contiguous in C order. */
    static FloatImages reading(INDArray array) {
        return new FloatImages(isContiguous(array) ? array : array.dup('c'));
    }

    /** A view of {@code array}, which must be contiguous in C order. */
    static FloatImages writing(INDArray array) {
        if (!isContiguous(array)) {
            throw new IllegalArgumentException("output isn't contiguous in C order: " + array.shapeInfoToString());
        }
        return new FloatImages(array);
    }

    /** Whether values follow each other in C order; the stride of an axis of length 1 means nothing. */
    private static boolean isContiguous(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }

    /** All values; readable while the array is in use elsewhere. */
    FloatBuffer buffer() {
        return buffer;
    }

    /** Copies {@code length} values from {@code offset} on to the start of {@code block}. */
    void read(int offset, float[] block, int length) {
        buffer.get(offset, block, 0, length);
    }

    /** Copies the first {@code length} values of {@code block} to {@code offset}. */
    void write(int offset, float[] block, int length) {
        buffer.put(offset, block, 0, length);
    }
}
