package org.dahlquist.onednn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dahlquist.layer.FloatSum;
import org.dahlquist.layer.TrainedStep;

/**
 * A sum whose weights follow from a trained number k; plain loops, because oneDNN's primitives take weights at their
 * creation alone.
 */
final class TrainedSumSteps {
    private final Tape tape;
    private final TrainedStep step;
    private final List<Tensor> states;
    private final Tensor k;

    /**
     * A sum.
     *
     * @param states the inputs, in one layout; needed until the backward pass
     * @param k one float32 value
     * @throws UnsupportedGraphException if activations aren't float32
     */
    TrainedSumSteps(OneDnn onednn, Tape tape, TrainedStep step, List<Tensor> states, Tensor k) {
        if (!onednn.isFloat32()) {
            throw new UnsupportedGraphException("sums with trained weights are computed in float32 alone");
        }
        this.tape = tape;
        this.step = step;
        this.states = states;
        this.k = k;
    }

    /** Adds Σ wᵢ(k)·stateᵢ. */
    Tensor forward() {
        Tensor out = Tensor.planned(states.get(0).desc());
        tape.add(() -> new FloatSum(step.weights(value()), values()).write(out.floats()), using(states, k, out));
        return out;
    }

    /**
     * Adds the gradients wᵢ(k)·g of the states, and Σᵢ wᵢ'(k)·⟨g, stateᵢ⟩ for k.
     *
     * @param gradient gradient of the sum, before the factor
     * @param factor multiplies it
     * @param flat where the gradient of k goes
     * @return one tensor for each state
     */
    List<Tensor> backward(Tensor gradient, float factor, Tensor flat) {
        tape.add(
                () -> flat.floats().put(0, (float)
                        (factor * new FloatSum(step.slopes(value()), values()).dot(gradient.floats()))),
                using(states, k, gradient));
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            Tensor out = Tensor.planned(gradient.desc());
            int index = i;
            tape.add(
                    () -> new FloatSum(new double[] {factor * step.weights(value())[index]}, gradient.floats())
                            .write(out.floats()),
                    k,
                    gradient,
                    out);
            gradients.add(out);
        }
        return gradients;
    }

    private double value() {
        return k.floats().get(0);
    }

    private FloatBuffer[] values() {
        return states.stream().map(Tensor::floats).toArray(FloatBuffer[]::new);
    }

    private static Tensor[] using(List<Tensor> states, Tensor... others) {
        List<Tensor> all = new ArrayList<>(states);
        all.addAll(List.of(others));
        return all.toArray(Tensor[]::new);
    }
}
