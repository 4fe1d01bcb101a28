package org.dahlquist.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** Batch normalisation's passes as ND4J operations: any type and backend, several temporaries per pass. */
final class ArrayChannelArithmetic implements ChannelArithmetic {
    private static final int CHANNEL = 1;

    @Override
    public Moments moments(INDArray x) {
        INDArray mean = x.mean(0, 2, 3);
        INDArray centred = Broadcast.sub(x, mean, x.ulike(), CHANNEL);
        INDArray variance = centred.muli(centred).mean(0, 2, 3);
        return new Moments(mean.toDoubleVector(), variance.toDoubleVector());
    }

    @Override
    public void affine(INDArray x, double[] scale, double[] shift, boolean rectified, INDArray out) {
        Broadcast.mul(x, vector(x, scale), out, CHANNEL);
        Broadcast.add(out, vector(x, shift), out, CHANNEL);
        if (rectified) {
            out.muli(out.gt(0).castTo(out.dataType()));
        }
    }

    @Override
    public Sums gradientSums(INDArray x, INDArray dy, Mask mask, double[] centre) {
        INDArray gradient = masked(x, dy, mask);
        INDArray centred = Broadcast.sub(x, vector(x, centre), x.ulike(), CHANNEL);
        return new Sums(
                gradient.sum(0, 2, 3).toDoubleVector(),
                centred.muli(gradient).sum(0, 2, 3).toDoubleVector());
    }

    @Override
    public void inputGradient(INDArray x, INDArray dy, Mask mask, double[] a, double[] b, double[] c, INDArray out) {
        Broadcast.mul(masked(x, dy, mask), vector(x, a), out, CHANNEL);
        out.addi(Broadcast.mul(x, vector(x, b), x.ulike(), CHANNEL));
        Broadcast.add(out, vector(x, c), out, CHANNEL);
    }

    private static INDArray masked(INDArray x, INDArray dy, Mask mask) {
        if (!mask.rectified()) {
            return dy;
        }
        INDArray z = x.ulike();
        Broadcast.mul(x, vector(x, mask.scale()), z, CHANNEL);
        Broadcast.add(z, vector(x, mask.shift()), z, CHANNEL);
        return z.gt(0).castTo(x.dataType()).muli(dy);
    }

    private static INDArray vector(INDArray like, double[] values) {
        return Nd4j.createFromArray(values)
                .castTo(like.dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT);
    }
}
