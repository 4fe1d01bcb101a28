package org.dahlquist.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;

/** Columns whose every value is a list of the same length, as rows of a row-major matrix. */
final class FixedSizeLists {
    private FixedSizeLists() {}

    /** Copies rows {@code first … first + rows − 1} of a matrix into the column. */
    static void fillFloats(VectorSchemaRoot root, String column, float[] values, int first, int rows) {
        FixedSizeListVector lists = (FixedSizeListVector) root.getVector(column);
        Float4Vector elements = (Float4Vector) lists.getDataVector();
        int length = lists.getListSize();
        elements.allocateNew(rows * length);
        bytes(elements, rows * length).asFloatBuffer().put(values, first * length, rows * length);
        finish(lists, rows);
    }

    /** Copies rows {@code first … first + rows − 1} of a matrix into the column. */
    static void fillLongs(VectorSchemaRoot root, String column, long[] values, int first, int rows) {
        FixedSizeListVector lists = (FixedSizeListVector) root.getVector(column);
        BigIntVector elements = (BigIntVector) lists.getDataVector();
        int length = lists.getListSize();
        elements.allocateNew(rows * length);
        bytes(elements, rows * length).asLongBuffer().put(values, first * length, rows * length);
        finish(lists, rows);
    }

    /** Length of a column's lists. */
    static int size(Schema schema, Path file, String column) {
        for (Field field : schema.getFields()) {
            if (field.getName().equals(column) && field.getType() instanceof ArrowType.FixedSizeList list) {
                return list.getListSize();
            }
        }
        throw DahlquistException.data(
                "%s must have a column %s of fixed-size lists, but has %s; is it a shard of another stage?",
                file, column, schema.getFields());
    }

    /** Checks that a matrix fits in one Java array. */
    static void checkLength(Path source, int rows, int columns) {
        if ((long) rows * columns > Integer.MAX_VALUE - 8) {
            throw DahlquistException.data(
                    "%s holds %,d x %d values, more than one array takes (2^31 - 9); read its files one by one",
                    source, rows, columns);
        }
    }

    /** The bytes of so many elements, all of which are marked as there. */
    private static ByteBuffer bytes(BaseFixedWidthVector elements, int count) {
        ArrowBuf there = elements.getValidityBuffer();
        there.setOne(0L, (long) (count / Byte.SIZE));
        if (count % Byte.SIZE != 0) {
            there.setByte(count / Byte.SIZE, (1 << (count % Byte.SIZE)) - 1);
        }
        elements.setValueCount(count);
        return elements.getDataBuffer()
                .nioBuffer(0, count * elements.getTypeWidth())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void finish(FixedSizeListVector lists, int rows) {
        for (int row = 0; row < rows; row++) {
            lists.setNotNull(row);
        }
    }
}
