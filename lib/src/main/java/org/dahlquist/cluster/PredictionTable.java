package org.dahlquist.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.dahlquist.DahlquistException;

/**
 * Class and scores of samples as Parquet: {@code id: int64, label: int32, predicted: int32, scores: list<float32>[C]}.
 *
 * <p>Equal rows in equal partitions make files of equal bytes.
 */
public final class PredictionTable {
    /**
     * A single encoding for each column: the files' footers list several in the order of a hash set, which changes from JVM to
     * JVM, and with it the bytes.
     */
    private static final Map<String, String> ONE_ENCODING =
            Map.of("parquet.writer.version", "v2", "parquet.enable.dictionary", "false");

    private PredictionTable() {}

    /**
     * One sample.
     *
     * @param id of the sample
     * @param label its true class
     * @param predicted its class as predicted
     * @param scores of all classes, {@code float[C]}
     */
    public static Row row(long id, int label, int predicted, float[] scores) {
        List<Float> boxed = new ArrayList<>(scores.length);
        for (float score : scores) {
            boxed.add(score);
        }
        return RowFactory.create(id, label, predicted, boxed.toArray());
    }

    /**
     * Writes a file for each partition, in the place of a table that may be there.
     *
     * @param session the Spark session
     * @param rows as {@link #row} makes them
     * @param folder of the table
     * @throws DahlquistException what failed a task
     */
    public static void write(SparkSession session, JavaRDD<Row> rows, Path folder) {
        StructType schema = new StructType()
                .add("id", DataTypes.LongType, false)
                .add("label", DataTypes.IntegerType, false)
                .add("predicted", DataTypes.IntegerType, false)
                .add("scores", DataTypes.createArrayType(DataTypes.FloatType, false), false);
        SparkFailures.unwrap(() -> {
            session.createDataFrame(rows, schema)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .options(ONE_ENCODING)
                    .parquet(folder.toString());
            return folder;
        });
    }
}
