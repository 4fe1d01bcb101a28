package org.dahlquist.cluster;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * A float array that travels as one block of bytes; Java's own serialisation writes one number after the other. Within
 * one process it can travel by name alone.
 */
public final class FloatVector implements Externalizable {
    private static final long serialVersionUID = 1L;

    /** Arrays on their way, a few for each core; what cancelled tasks leave goes when newer ones come. */
    private static final ExecutorCache<float[]> HANDED = new ExecutorCache<>(1024);

    private float[] values;
    private boolean withinProcess;

    /** For deserialisation only. */
    public FloatVector() {}

    /** Wraps values without copying them. */
    public FloatVector(float[] values) {
        this.values = values;
    }

    /**
     * Wraps values that whoever deserialises them once, in this process, gets as they are.
     *
     * @param withinProcess whether they surely stay in this process; else they are copied as usual
     */
    public FloatVector(float[] values, boolean withinProcess) {
        this.values = values;
        this.withinProcess = withinProcess;
    }

    /** The values; not a copy. */
    public float[] values() {
        return values;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeBoolean(withinProcess);
        if (withinProcess) {
            String name = UUID.randomUUID().toString();
            HANDED.giveBack(name, values);
            out.writeUTF(name);
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        withinProcess = in.readBoolean();
        if (withinProcess) {
            values = HANDED.borrow(in.readUTF(), () -> {
                throw new IllegalStateException("a vector for this process alone was read twice or elsewhere");
            });
            return;
        }
        byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, in.readInt())];
        in.readFully(bytes);
        values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    }
}
