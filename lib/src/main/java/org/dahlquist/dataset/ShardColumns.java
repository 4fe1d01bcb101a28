package org.dahlquist.dataset;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Column names and types of the kinds of shards. */
final class ShardColumns {
    static final String ID = "id";
    static final String LABEL = "label";
    static final String LABELS = "labels";
    static final String IMAGE = "image";
    static final String FEATURES = "features";
    static final String NEIGHBOURS = "neighbours";
    static final String DISTANCES = "distances";

    private static final ArrowType INT64 = new ArrowType.Int(64, true);
    private static final ArrowType INT32 = new ArrowType.Int(32, true);
    private static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

    private ShardColumns() {}

    static Schema images(ImageShape shape) {
        return new Schema(List.of(
                column(ID, INT64), column(LABEL, INT32), column(IMAGE, new ArrowType.FixedSizeBinary(shape.size()))));
    }

    /** Images of one label, or of as many labels as there are classes; raw, or encoded in any number of bytes. */
    static Schema images(ShardFormat format) {
        ArrowType image = format.encoding() == Manifest.Encoding.RAW
                ? new ArrowType.FixedSizeBinary(format.shape().size())
                : new ArrowType.Binary();
        if (format.presenceSize() == 0) {
            return new Schema(List.of(column(ID, INT64), column(LABEL, INT32), column(IMAGE, image)));
        }
        ArrowType labels = new ArrowType.FixedSizeBinary(format.presenceSize());
        return new Schema(
                List.of(column(ID, INT64), column(LABEL, INT32), column(LABELS, labels), column(IMAGE, image)));
    }

    static Schema features(int dimension) {
        return new Schema(List.of(column(ID, INT64), column(LABEL, INT32), list(FEATURES, dimension, FLOAT32)));
    }

    static Schema neighbours(int k) {
        return new Schema(List.of(column(ID, INT64), list(NEIGHBOURS, k, INT64), list(DISTANCES, k, FLOAT32)));
    }

    private static Field column(String name, ArrowType type) {
        return new Field(name, FieldType.notNullable(type), null);
    }

    private static Field list(String name, int size, ArrowType element) {
        return new Field(
                name,
                FieldType.notNullable(new ArrowType.FixedSizeList(size)),
                List.of(new Field("item", FieldType.notNullable(element), null)));
    }
}
