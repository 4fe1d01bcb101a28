package org.dahlquist.layer;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * A float32 array in main memory, read and written in blocks that fit into the cache.
 *
 * <p>Blocks are copied to and from {@code float[]}, because the compiler vectorises loops over arrays, not over
 * buffers.
 */
final class FloatImages {
    private final INDArray array;
    private final FloatBuffer buffer;

    private FloatImages(INDArray array) {
        this.array = array;
        FloatPointer start = new FloatPointer(array.data().addressPointer());
        this.buffer = start.capacity(array.length()).asBuffer();
    }

    /** A view of {@code array}, copied first if it isn't contiguous in C order. */
    static FloatImages reading(INDArray array) {
        boolean contiguous = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        return new FloatImages(contiguous ? array : array.dup('c'));
    }

    /** A view of {@code array}, which must be contiguous in C order. */
    static FloatImages writing(INDArray array) {
        if (array.ordering() != 'c' || !Shape.hasDefaultStridesForShape(array)) {
            throw new IllegalArgumentException("output isn't contiguous in C order: " + array.shapeInfoToString());
        }
        return new FloatImages(array);
    }

    long length() {
        return array.length();
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
