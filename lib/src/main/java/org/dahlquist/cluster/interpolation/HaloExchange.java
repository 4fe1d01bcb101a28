package org.dahlquist.cluster.interpolation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.Function;
import org.dahlquist.cluster.SparkFailures;
import scala.Tuple2;
import scala.Tuple3;

/** Steps of all row blocks, each of which first gets the rows it needs from the others: one shuffle. */
final class HaloExchange {
    private final JavaPairRDD<Integer, RowBlock> blocks;
    private final int columns;

    HaloExchange(JavaPairRDD<Integer, RowBlock> blocks, int columns) {
        this.blocks = blocks;
        this.columns = columns;
    }

    /** One iteration: {@link RowBlock#advance}. */
    JavaPairRDD<Integer, RowBlock.State> advance(
            JavaPairRDD<Integer, RowBlock.State> state, double ofDirection, double ofResidual) {
        int width = columns;
        return together(state, RowBlock.State::direction)
                .mapValues(all -> only(all._1()).advance(only(all._2()), all._3(), width, ofDirection, ofResidual));
    }

    /** Squares of the true residuals: {@link RowBlock#squaredResiduals}, in the order of the blocks. */
    List<double[]> squaredResiduals(JavaPairRDD<Integer, RowBlock.State> state, double[] scale) {
        int width = columns;
        JavaPairRDD<Integer, double[]> squares = together(state, RowBlock.State::solution)
                .mapValues(all -> only(all._1()).squaredResiduals(only(all._2()), all._3(), width, scale));
        return SparkFailures.unwrap(() -> squares.sortByKey().values().collect());
    }

    /** Every block with its state and the messages to it. */
    private JavaPairRDD<Integer, Tuple3<Iterable<RowBlock>, Iterable<RowBlock.State>, Iterable<RowBlock.Message>>>
            together(JavaPairRDD<Integer, RowBlock.State> state, Function<RowBlock.State, double[]> vector) {
        int width = columns;
        JavaPairRDD<Integer, RowBlock.Message> messages = blocks.join(state)
                .flatMapToPair(
                        pair -> messages(pair._2()._1(), vector.call(pair._2()._2()), width));
        return blocks.cogroup(state, messages, blocks.partitioner().get());
    }

    private static Iterator<Tuple2<Integer, RowBlock.Message>> messages(RowBlock block, double[] vector, int columns) {
        List<Tuple2<Integer, RowBlock.Message>> messages = new ArrayList<>();
        for (int receiver = 0; receiver < block.sends().length; receiver++) {
            if (block.sends()[receiver].length > 0) {
                messages.add(new Tuple2<>(receiver, block.message(receiver, vector, columns)));
            }
        }
        return messages.iterator();
    }

    private static <T> T only(Iterable<T> items) {
        return items.iterator().next();
    }
}
