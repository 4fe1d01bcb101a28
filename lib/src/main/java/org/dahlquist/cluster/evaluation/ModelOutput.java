package org.dahlquist.cluster.evaluation;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dahlquist.cluster.ExecutorCache;
import org.dahlquist.cluster.input.InputBlock;
import org.dahlquist.cluster.input.PreparedSplit;
import org.dahlquist.training.Checkpoint;
import org.dahlquist.training.Inference;

/**
 * What one vertex of a trained network gives for samples without augmentation; runs inside tasks.
 *
 * <p>Blocks are cut by batch size, never by partition, so a sample's output is the same wherever it is computed.
 */
final class ModelOutput implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ExecutorCache<Inference> INFERENCES = new ExecutorCache<>(1);

    private final Broadcast<byte[]> model;
    private final String owner = UUID.randomUUID().toString();
    private final PreparedSplit part;
    private final String vertex;
    private final int batchSize;

    /**
     * The outputs of one block.
     *
     * @param ids sample ids, {@code long[n]}
     * @param labels class indices, {@code int[n]}
     * @param values row-major {@code float[n * dimension]}
     */
    record Block(long[] ids, int[] labels, float[] values) implements Serializable {
        /** Values per sample. */
        int dimension() {
            return values.length / ids.length;
        }

        /** The values of one sample. */
        float[] row(int row) {
            return Arrays.copyOfRange(values, row * dimension(), (row + 1) * dimension());
        }
    }

    ModelOutput(Broadcast<byte[]> model, PreparedSplit part, String vertex, int batchSize) {
        this.model = model;
        this.part = part;
        this.vertex = vertex;
        this.batchSize = batchSize;
    }

    /** Blocks in the part; the last may be smaller. */
    int blocks() {
        return (part.size() + batchSize - 1) / batchSize;
    }

    /** Partitions that keep every task slot busy. */
    int partitions(JavaSparkContext spark) {
        return Math.max(1, Math.min(blocks(), 2 * spark.defaultParallelism()));
    }

    /** Computes one block. */
    Block block(int index) {
        int first = index * batchSize;
        return run(first, Math.min(batchSize, part.size() - first));
    }

    private Block run(int first, int rows) {
        InputBlock input = part.evaluation().normalised(first, rows);
        Inference inference = INFERENCES.borrow(owner, this::restore);
        float[] values = inference.run(input.array());
        INFERENCES.giveBack(owner, inference);
        return new Block(input.ids(), input.labels(), values);
    }

    private Inference restore() {
        try {
            return new Inference(Checkpoint.restoreModel(model.value()), vertex);
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be restored on an executor", e);
        }
    }
}
