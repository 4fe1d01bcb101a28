package org.dahlquist.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.dahlquist.graph.NearestNeighbours;
import org.dahlquist.graph.NeighbourLists;

/**
 * Spark MLlib's hashing by random projection: a join of all pairs within a distance, of which each point's nearest stay.
 *
 * <p>MLlib has no join by k, so the distance is chosen to hold the k-th neighbour of nearly every point. It is called by
 * name, because a full Spark has MLlib and the one that this project runs in by itself has not.
 */
final class LshSearch {
    private static final String PACKAGE = "org.apache.spark.ml.";
    private static final String HASHING = PACKAGE + "feature.BucketedRandomProjectionLSH";
    private static final int TABLES = 3;
    private static final double BUCKETS_PER_DISTANCE = 2;

    private final Dataset<Row> rows;
    private final int size;
    private final double distance;

    /** Features to search among for neighbours up to {@code distance} apart. */
    LshSearch(SparkSession spark, float[] values, int dimension, double distance) throws ReflectiveOperationException {
        size = values.length / dimension;
        this.distance = distance;
        List<Row> points = new ArrayList<>();
        for (int point = 0; point < size; point++) {
            double[] features = new double[dimension];
            for (int feature = 0; feature < dimension; feature++) {
                features[feature] = values[point * dimension + feature];
            }
            Object vector = Class.forName(PACKAGE + "linalg.Vectors")
                    .getMethod("dense", double[].class)
                    .invoke(null, (Object) features);
            points.add(RowFactory.create(point, vector));
        }
        DataType vectors = (DataType) Class.forName(PACKAGE + "linalg.SQLDataTypes")
                .getMethod("VectorType")
                .invoke(null);
        rows = spark.createDataFrame(points, new StructType(new StructField[] {
                    DataTypes.createStructField("id", DataTypes.IntegerType, false),
                    DataTypes.createStructField("features", vectors, false)
                }))
                .cache();
        rows.count();
    }

    /** Whether this Spark has MLlib. */
    static boolean isThere() {
        try {
            Class.forName(HASHING, false, LshSearch.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Each point's k nearest, itself first; the point itself again where fewer were found. */
    NearestNeighbours selfJoin(int k) throws ReflectiveOperationException {
        Class<?> type = Class.forName(HASHING);
        Object hashing = type.getDeclaredConstructor().newInstance();
        type.getMethod("setInputCol", String.class).invoke(hashing, "features");
        type.getMethod("setOutputCol", String.class).invoke(hashing, "hashes");
        type.getMethod("setBucketLength", double.class).invoke(hashing, BUCKETS_PER_DISTANCE * distance);
        type.getMethod("setNumHashTables", int.class).invoke(hashing, TABLES);
        type.getMethod("setSeed", long.class).invoke(hashing, 1L);
        Object model = type.getMethod("fit", Dataset.class).invoke(hashing, rows);
        Dataset<?> pairs = (Dataset<?>) model.getClass()
                .getMethod("approxSimilarityJoin", Dataset.class, Dataset.class, double.class, String.class)
                .invoke(model, rows, rows, distance, "distance");
        NeighbourLists lists = new NeighbourLists(size, k - 1);
        for (Row pair : pairs.filter("datasetA.id < datasetB.id")
                .selectExpr("datasetA.id", "datasetB.id", "distance")
                .collectAsList()) {
            double square = pair.getDouble(2) * pair.getDouble(2);
            lists.offer(pair.getInt(0), pair.getInt(1), square);
            lists.offer(pair.getInt(1), pair.getInt(0), square);
        }
        int[] ordinals = new int[size * k];
        double[] distances = new double[ordinals.length];
        for (int row = 0; row < size; row++) {
            ordinals[row * k] = row;
            for (int position = 1; position < k; position++) {
                boolean found = position <= lists.size(row);
                ordinals[row * k + position] = found ? (int) lists.id(row, position - 1) : row;
                distances[row * k + position] = found ? Math.sqrt(lists.squaredDistance(row, position - 1)) : 0;
            }
        }
        return new NearestNeighbours(k, ordinals, distances);
    }
}
