package org.dahlquist.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation's passes as plain loops over float32 in main memory, one image at a time.
 *
 * <p>Sums are accumulated per pixel position over the images, in float32 and around a centre taken from the data,
 * which the compiler vectorises; positions are summed in float64. ND4J's variance takes ten times as long.
 */
final class FloatChannelArithmetic implements ChannelArithmetic {
    @Override
    public Moments moments(INDArray x) {
        int channels = (int) x.size(1);
        int plane = (int) (x.size(2) * x.size(3));
        int image = channels * plane;
        FloatImages images = FloatImages.reading(x);
        float[] block = new float[image];
        images.read(0, block, image);
        float[] centre = planeMeans(block, channels, plane);
        float[] sum = new float[image];
        float[] square = new float[image];
        for (int n = 0; n < x.size(0); n++) {
            images.read(n * image, block, image);
            for (int c = 0; c < channels; c++) {
                addMoments(block, centre[c], c * plane, (c + 1) * plane, sum, square);
            }
        }
        double[] mean = planeSums(sum, channels, plane);
        double[] variance = planeSums(square, channels, plane);
        double count = (double) plane * x.size(0);
        for (int c = 0; c < channels; c++) {
            double deviation = mean[c] / count;
            mean[c] = centre[c] + deviation;
            variance[c] = Math.max(0, variance[c] / count - deviation * deviation);
        }
        return new Moments(mean, variance);
    }

    @Override
    public void affine(INDArray x, double[] scale, double[] shift, boolean rectified, INDArray out) {
        int channels = (int) x.size(1);
        int plane = (int) (x.size(2) * x.size(3));
        int image = channels * plane;
        FloatImages images = FloatImages.reading(x);
        FloatImages result = FloatImages.writing(out);
        float[] block = new float[image];
        float floor = rectified ? 0 : Float.NEGATIVE_INFINITY;
        for (int n = 0; n < x.size(0); n++) {
            images.read(n * image, block, image);
            for (int c = 0; c < channels; c++) {
                affine(block, (float) scale[c], (float) shift[c], floor, c * plane, (c + 1) * plane);
            }
            result.write(n * image, block, image);
        }
    }

    @Override
    public Sums gradientSums(INDArray x, INDArray dy, Mask mask, double[] centre) {
        int channels = (int) x.size(1);
        int plane = (int) (x.size(2) * x.size(3));
        int image = channels * plane;
        FloatImages images = FloatImages.reading(x);
        FloatImages gradients = FloatImages.reading(dy);
        float[] block = new float[image];
        float[] gradient = new float[image];
        float[] sum = new float[image];
        float[] product = new float[image];
        for (int n = 0; n < x.size(0); n++) {
            images.read(n * image, block, image);
            gradients.read(n * image, gradient, image);
            for (int c = 0; c < channels; c++) {
                if (mask.rectified()) {
                    mask(block, gradient, (float) mask.scale()[c], (float) mask.shift()[c], c * plane, (c + 1) * plane);
                }
                addProducts(block, gradient, (float) centre[c], c * plane, (c + 1) * plane, sum, product);
            }
        }
        return new Sums(planeSums(sum, channels, plane), planeSums(product, channels, plane));
    }

    @Override
    public void inputGradient(INDArray x, INDArray dy, Mask mask, double[] a, double[] b, double[] c, INDArray out) {
        int channels = (int) x.size(1);
        int plane = (int) (x.size(2) * x.size(3));
        int image = channels * plane;
        FloatImages images = FloatImages.reading(x);
        FloatImages gradients = FloatImages.reading(dy);
        FloatImages result = FloatImages.writing(out);
        float[] block = new float[image];
        float[] gradient = new float[image];
        for (int n = 0; n < x.size(0); n++) {
            images.read(n * image, block, image);
            gradients.read(n * image, gradient, image);
            for (int i = 0; i < channels; i++) {
                int from = i * plane;
                if (mask.rectified()) {
                    mask(block, gradient, (float) mask.scale()[i], (float) mask.shift()[i], from, from + plane);
                }
                combine(block, gradient, (float) a[i], (float) b[i], (float) c[i], from, from + plane);
            }
            result.write(n * image, gradient, image);
        }
    }

    private static void addMoments(float[] x, float centre, int from, int to, float[] sum, float[] square) {
        for (int i = from; i < to; i++) {
            float deviation = x[i] - centre;
            sum[i] += deviation;
            square[i] += deviation * deviation;
        }
    }

    private static void affine(float[] x, float scale, float shift, float floor, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Math.max(scale * x[i] + shift, floor);
        }
    }

    /** Multiplies by the mask, written as min(max(z·big, 0), 1), because a branch would not be vectorised. */
    private static void mask(float[] x, float[] gradient, float scale, float shift, int from, int to) {
        for (int i = from; i < to; i++) {
            float positive = Math.max((scale * x[i] + shift) * Float.MAX_VALUE, 0f);
            gradient[i] = gradient[i] * Math.min(positive, 1f);
        }
    }

    private static void addProducts(
            float[] x, float[] gradient, float centre, int from, int to, float[] sum, float[] product) {
        for (int i = from; i < to; i++) {
            sum[i] += gradient[i];
            product[i] += gradient[i] * (x[i] - centre);
        }
    }

    private static void combine(float[] x, float[] gradient, float a, float b, float c, int from, int to) {
        for (int i = from; i < to; i++) {
            gradient[i] = a * gradient[i] + b * x[i] + c;
        }
    }

    private static float[] planeMeans(float[] image, int channels, int plane) {
        double[] sums = planeSums(image, channels, plane);
        float[] means = new float[channels];
        for (int c = 0; c < channels; c++) {
            means[c] = (float) (sums[c] / plane);
        }
        return means;
    }

    private static double[] planeSums(float[] image, int channels, int plane) {
        double[] sums = new double[channels];
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                sum += image[i];
            }
            sums[c] = sum;
        }
        return sums;
    }
}
