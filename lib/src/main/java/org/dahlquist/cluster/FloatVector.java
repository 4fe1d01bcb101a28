package org.dahlquist.cluster;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A float array that travels as one block of bytes; Java's own serialisation writes one number after the other. */
public final class FloatVector implements Externalizable {
    private static final long serialVersionUID = 1L;

    private float[] values;

    /** For deserialisation only. */
    public FloatVector() {}

    /** Wraps values without copying them. */
    public FloatVector(float[] values) {
        this.values = values;
    }

    /** The values; not a copy. */
    public float[] values() {
        return values;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, in.readInt())];
        in.readFully(bytes);
        values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    }
}
