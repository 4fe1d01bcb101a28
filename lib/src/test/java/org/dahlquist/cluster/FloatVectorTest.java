package org.dahlquist.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class FloatVectorTest {
    private static final float[] VALUES = {1.5f, Float.NaN, -0f, Float.MIN_VALUE};

    @Test
    void travelsAsACopy() {
        float[] copy = SerializationUtils.clone(new FloatVector(VALUES)).values();
        assertThat(copy).isNotSameAs(VALUES).isEqualTo(VALUES);
    }

    @Test
    void staysWhereItIsWithinAProcess() {
        FloatVector vector = new FloatVector(VALUES, true);
        assertThat(SerializationUtils.clone(vector).values()).isSameAs(VALUES);
        assertThat(SerializationUtils.serialize(vector)).hasSizeLessThan(200);
    }

    @Test
    void isHandedOverOnce() {
        byte[] name = SerializationUtils.serialize(new FloatVector(VALUES, true));
        SerializationUtils.deserialize(name);
        assertThatThrownBy(() -> SerializationUtils.deserialize(name)).hasMessageContaining("read twice");
    }
}
