package org.dahlquist.landscape;

import java.io.Serializable;

/** A line or plane through parameter space. */
public interface Section extends Serializable {
    /**
     * The flat parameters at a point.
     *
     * @param coordinates where on the section; as many as it has dimensions
     * @return a new array
     */
    float[] at(double... coordinates);
}
