package org.dahlquist.cluster.interpolation;

import java.io.Serializable;
import java.util.Arrays;
import org.dahlquist.solver.CompressedRows;

/**
 * Consecutive rows of a scaled matrix, and which rows of a vector they need from other blocks (the halo).
 *
 * @param number of the block
 * @param from first row
 * @param to row after the last
 * @param matrix the rows; its columns are the block's own rows, then the halo's
 * @param halo rows of other blocks that the matrix touches, ascending
 * @param sends for each block, which of this block's rows it needs; empty if none
 */
record RowBlock(int number, int from, int to, CompressedRows matrix, int[] halo, int[][] sends)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Rows of a vector that one block sends to another. */
    record Message(int sender, double[] values) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** The vectors of the iteration, {@code double[(to - from) * columns]} each. */
    record State(double[] rightHandSide, double[] solution, double[] residual, double[] direction)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    int rows() {
        return to - from;
    }

    /** What this block sends to another of a vector. */
    Message message(int receiver, double[] vector, int columns) {
        int[] rows = sends[receiver];
        double[] values = new double[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(vector, rows[row] * columns, values, row * columns, columns);
        }
        return new Message(number, values);
    }

    /** The product of the rows with a vector of which the messages hold the halo. */
    double[] multiply(double[] own, Iterable<Message> messages, int columns) {
        double[] all = Arrays.copyOf(own, (rows() + halo.length) * columns);
        Message[] bySender = new Message[sends.length];
        messages.forEach(message -> bySender[message.sender()] = message);
        int at = own.length; // halo rows ascend, and so do the senders' ranges
        for (Message message : bySender) {
            if (message != null) {
                System.arraycopy(message.values(), 0, all, at, message.values().length);
                at += message.values().length;
            }
        }
        double[] product = new double[own.length];
        matrix.multiply(all, product, columns);
        return product;
    }

    /** x += d, r -= A d, then the next direction d = a d + b r. */
    State advance(State state, Iterable<Message> messages, int columns, double ofDirection, double ofResidual) {
        double[] product = multiply(state.direction(), messages, columns);
        int length = product.length;
        double[] solution = new double[length];
        double[] residual = new double[length];
        double[] direction = new double[length];
        for (int at = 0; at < length; at++) {
            solution[at] = state.solution()[at] + state.direction()[at];
            residual[at] = state.residual()[at] - product[at];
            direction[at] = ofDirection * state.direction()[at] + ofResidual * residual[at];
        }
        return new State(state.rightHandSide(), solution, residual, direction);
    }

    /** Σ ((b - A x) / scale)² of each column: squares of the unscaled residual. */
    double[] squaredResiduals(State state, Iterable<Message> messages, int columns, double[] scale) {
        double[] product = multiply(state.solution(), messages, columns);
        double[] squares = new double[columns];
        for (int row = 0, at = 0; row < rows(); row++) {
            for (int column = 0; column < columns; column++, at++) {
                double residual = (state.rightHandSide()[at] - product[at]) / scale[from + row];
                squares[column] += residual * residual;
            }
        }
        return squares;
    }
}
