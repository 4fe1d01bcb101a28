package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class FloatVectorTest {
    private static final float[] VALUES = {1.5f, Float.NaN, -0f, Float.MIN_VALUE};

    @Test
    void travelsAsACopy() {
        float[] copy = SerializationUtils.clone(new FloatVector(VALUES)).values();
        assertThat(copy).isNotSameAs(VALUES).isEqualTo(VALUES);
    }
}
