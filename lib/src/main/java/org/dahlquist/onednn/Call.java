package org.dahlquist.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;

/** One execution of a oneDNN primitive with its arguments. */
final class Call {
    private final String layer;
    private final String what;
    private final String implementation;
    private final primitive_desc_base description;
    private final primitive kernel;
    private final long flops;
    private final List<Argument> arguments = new ArrayList<>();
    private dnnl_exec_arg_t bound;

    private static final class Argument {
        private final int key;
        private final Tensor tensor;
        private memory memory;

        Argument(int key, Tensor tensor) {
            this.key = key;
            this.tensor = tensor;
        }
    }

    Call(String layer, String what, primitive_desc_base description, primitive kernel, long flops) {
        this.layer = layer;
        this.what = what;
        this.description = description;
        this.implementation = description.impl_info_str().getString();
        this.kernel = kernel;
        this.flops = flops;
        if (implementation.startsWith("ref")) {
            throw new UnsupportedGraphException(
                    "oneDNN has only its reference kernel for " + what + " of " + layer + " (" + implementation + ")");
        }
    }

    Call with(int key, Tensor tensor) {
        arguments.add(new Argument(key, tensor));
        return this;
    }

    /** Temporary memory it needs, in bytes. */
    long scratchpadBytes() {
        return description.scratchpad_desc().get_size();
    }

    void useAt(int position) {
        arguments.forEach(argument -> argument.tensor.region().use(position));
    }

    List<Region> regions() {
        return arguments.stream().map(argument -> argument.tensor.region()).toList();
    }

    /** Fixes the addresses of all arguments. */
    void bind(engine engine, Region scratchpad) {
        if (scratchpadBytes() > 0) {
            with(dnnl.DNNL_ARG_SCRATCHPAD, new Tensor(description.scratchpad_desc(), scratchpad));
        }
        bound = new dnnl_exec_arg_t(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            argument.memory = new memory(
                    argument.tensor.desc(), engine, argument.tensor.region().pointer());
            bound.getPointer(i).arg(argument.key).memory(argument.memory.get());
        }
    }

    /** Follows a fixed region to its new address. */
    void move(Region region) {
        for (Argument argument : arguments) {
            if (argument.tensor.region() == region) {
                argument.memory.set_data_handle(region.pointer());
            }
        }
    }

    void execute(stream stream) {
        int status = dnnl.dnnl_primitive_execute(kernel.get(), stream.get(), arguments.size(), bound);
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN failed with status " + status + " in " + what + " of " + layer);
        }
    }

    PrimitiveTime time(double seconds) {
        long bytes = arguments.stream()
                .filter(argument -> argument.key != dnnl.DNNL_ARG_SCRATCHPAD)
                .mapToLong(argument -> argument.tensor.desc().get_size())
                .sum();
        return new PrimitiveTime(layer, what, implementation, seconds, flops, bytes);
    }
}
