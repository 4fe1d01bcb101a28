package org.dahlquist.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.dahlquist.cluster.input.ShownImages;
import org.dahlquist.dataset.Split;
import org.dahlquist.run.report.Misclassified;
import org.dahlquist.run.report.Report;

/** Gathers what the run found on one page. */
final class ReportStage extends Stage {
    private static final int MISCLASSIFIED = 40;

    ReportStage() {
        super(
                "report",
                "gather everything on one self-contained page, with plots",
                List.of("prepare", "train", "evaluate", "wnll"),
                List.of());
    }

    @Override
    Map<String, Object> run(StageContext context) throws IOException {
        ShownImages images = new ShownImages(context.hadoop(), context.data(), Split.TEST);
        Report.write(
                context.hadoop(),
                context.directory().root(),
                misclassified(context, images),
                images.shape(),
                context.output());
        return Map.of();
    }

    /** The mistakes the network was surest of. */
    private static List<Misclassified> misclassified(StageContext context, ShownImages images) {
        List<Row> rows = context.session()
                .read()
                .parquet(new Path(context.input("evaluate"), "predictions").toString())
                .where(col("label").notEqual(col("predicted")))
                .withColumn(
                        "probability",
                        element_at(col("scores"), col("predicted").plus(1)))
                .select("id", "label", "predicted", "probability")
                .orderBy(col("probability").desc(), col("id"))
                .limit(MISCLASSIFIED)
                .collectAsList();
        return rows.stream()
                .map(row -> new Misclassified(
                        row.getLong(0), row.getInt(1), row.getInt(2), row.getFloat(3), images.image(row.getLong(0))))
                .toList();
    }
}
