package org.dahlquist.onednn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;

/**
 * oneDNN on this processor: its engine, one stream, and the layouts that are fast here.
 *
 * <p>Activations are blocked by as many channels as a vector register holds, nChw16c or nChw8c; plain NCHW would fall
 * to slow kernels. Used by one thread at a time; threads get an own instance each.
 */
final class OneDnn {
    private final engine engine;
    private final stream stream;
    private final int block;
    private final data_type type;
    private final Map<List<Integer>, Optional<WinogradConvolution>> winograd = new HashMap<>();

    /**
     * Opens the library.
     *
     * @throws UnsupportedGraphException if the library doesn't load here or the processor lacks the instructions
     */
    OneDnn(Precision precision) {
        int isa;
        try {
            isa = dnnl.dnnl_get_effective_cpu_isa();
        } catch (LinkageError e) {
            throw new UnsupportedGraphException("oneDNN doesn't load on this machine: " + e);
        }
        boolean wide = (isa & dnnl.dnnl_cpu_isa_avx512_core) == dnnl.dnnl_cpu_isa_avx512_core;
        if (!wide && (isa & dnnl.dnnl_cpu_isa_avx2) != dnnl.dnnl_cpu_isa_avx2) {
            throw new UnsupportedGraphException("the processor has neither AVX-512 nor AVX2");
        }
        boolean narrow = precision == Precision.BFLOAT16;
        if (narrow && (isa & dnnl.dnnl_cpu_isa_avx512_core_bf16) != dnnl.dnnl_cpu_isa_avx512_core_bf16) {
            throw new UnsupportedGraphException("the processor has no bfloat16 instructions (avx512_bf16)");
        }
        block = wide ? 16 : 8;
        type = narrow ? data_type.bf16 : data_type.f32;
        engine = new engine(dnnl.dnnl_cpu, 0);
        stream = new stream(engine);
    }

    /**
     * Runs a compilation; what oneDNN refuses to create, because it has no kernel for it, becomes a refusal of the graph.
     */
    static <T> T compile(Supplier<T> compilation) {
        try {
            return compilation.get();
        } catch (RuntimeException e) {
            if (e.getClass() != RuntimeException.class) { // the binding throws just this class for oneDNN's own errors
                throw e;
            }
            throw new UnsupportedGraphException("oneDNN has no kernel for it: " + e.getMessage());
        }
    }

    engine engine() {
        return engine;
    }

    stream stream() {
        return stream;
    }

    /** Convolutions of images of this size by {@link WinogradConvolution}; all of this size share its memory. */
    Optional<WinogradConvolution> winograd(int channels, int height, int width) {
        return winograd.computeIfAbsent(
                List.of(channels, height, width), size -> WinogradConvolution.of(channels, height, width));
    }

    /** Channels in a block of the activations' layout. */
    int block() {
        return block;
    }

    boolean isFloat32() {
        return type == data_type.f32;
    }

    /** Activations [n, c, h, w] in the blocked layout. */
    memory.desc blocked(long n, long c, long h, long w) {
        return new memory.desc(new long[] {n, c, h, w}, type, block == 16 ? format_tag.nChw16c : format_tag.nChw8c);
    }

    /** Activations of this shape, channels last; the same bytes as blocked where the channels are one block. */
    memory.desc channelsLast(memory.desc shape) {
        return new memory.desc(dims(shape), type, format_tag.nhwc);
    }

    /** Of the activations' type, in the layout that a primitive likes best. */
    memory.desc any(long... dims) {
        return new memory.desc(dims, type, format_tag.any);
    }

    /** float32 values of this shape in the layout that a primitive likes best. */
    memory.desc anyFloat32(memory.desc shape) {
        return new memory.desc(dims(shape), data_type.f32, format_tag.any);
    }

    /** Values of this shape in row-major order, of the activations' type. */
    memory.desc images(memory.desc shape) {
        return new memory.desc(dims(shape), type, format_tag.abcd);
    }

    /** The sizes of a shape's axes. */
    static long[] dims(memory.desc desc) {
        long[] dims = new long[desc.data().ndims()];
        desc.dims().get(dims);
        return dims;
    }

    /** float32 values [a, b, …] in row-major order. */
    static memory.desc plain(long... dims) {
        format_tag tag = switch (dims.length) {
            case 1 -> format_tag.a;
            case 2 -> format_tag.ab;
            case 4 -> format_tag.abcd;
            default -> throw new IllegalArgumentException("no plain layout for " + dims.length + " axes");
        };
        return new memory.desc(dims, data_type.f32, tag);
    }

    /** Values of the activations' type [a, b] in row-major order. */
    memory.desc matrix(long rows, long columns) {
        return new memory.desc(new long[] {rows, columns}, type, format_tag.ab);
    }

    /** Attributes of every primitive: temporary memory comes from the tape. */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
        return attributes;
    }

    /** Descriptors as the array that some constructors want. */
    static memory.desc array(List<memory.desc> descs) {
        memory.desc array = new memory.desc(descs.size());
        for (int i = 0; i < descs.size(); i++) {
            array.getPointer(i).data(descs.get(i).data());
        }
        return (memory.desc) array.position(0).limit(descs.size());
    }
}
