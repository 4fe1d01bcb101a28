package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionTableTest {
    private static final int SAMPLES = 3000;
    private static final int CLASSES = 10;

    @TempDir
    private java.nio.file.Path folder;

    @Test
    void equalRowsMakeEqualBytes() throws IOException {
        try (SparkSession spark = LocalSpark.start(2)) {
            byte[] first = written(spark, "first");
            byte[] second = written(spark, "second");

            assertThat(second).isEqualTo(first);
        }
    }

    /** Several would be listed in the order of a hash set of enum constants, which differs between JVMs. */
    @Test
    void eachColumnHasOneEncoding() throws IOException {
        try (SparkSession spark = LocalSpark.start(2)) {
            written(spark, "table");
            Path file = new Path(file("table").toUri());
            try (ParquetFileReader reader =
                    ParquetFileReader.open(HadoopInputFile.fromPath(file, new Configuration()))) {
                for (BlockMetaData block : reader.getFooter().getBlocks()) {
                    assertThat(block.getColumns())
                            .hasSize(4)
                            .allSatisfy((ColumnChunkMetaData column) ->
                                    assertThat(column.getEncodings()).hasSize(1));
                }
            }
        }
    }

    @Test
    void aTableTakesThePlaceOfAnother() throws IOException {
        try (SparkSession spark = LocalSpark.start(2)) {
            written(spark, "table");
            written(spark, "table");

            assertThat(spark.read().parquet(folder.resolve("table").toString()).count())
                    .isEqualTo(SAMPLES);
        }
    }

    private byte[] written(SparkSession spark, String name) throws IOException {
        List<Integer> samples = IntStream.range(0, SAMPLES).boxed().toList();
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(samples, 1)
                .map(PredictionTableTest::row);
        PredictionTable.write(spark, rows, new Path(folder.resolve(name).toUri()));
        return Files.readAllBytes(file(name));
    }

    private static Row row(int sample) {
        float[] scores = new float[CLASSES];
        scores[sample % CLASSES] = 1 / (1f + sample);
        return PredictionTable.row(sample, sample % 7, sample % CLASSES, scores);
    }

    private java.nio.file.Path file(String name) throws IOException {
        try (Stream<java.nio.file.Path> files = Files.list(folder.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
