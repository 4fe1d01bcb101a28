package org.dahlquist.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dahlquist.DahlquistException;
import org.dahlquist.SimdModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernels, fastest first. */
enum KernelChoice {
    VECTOR {
        @Override
        Optional<ProductKernel> kernel() {
            return SimdModule.instance(ProductKernel.class, "org.dahlquist.graph.VectorKernel");
        }

        @Override
        String needs() {
            return "Java's option " + SimdModule.OPTION;
        }
    },
    BLAS {
        @Override
        Optional<ProductKernel> kernel() {
            try {
                return Optional.of(new BlasKernel());
            } catch (LinkageError missing) {
                LOG.debug("no OpenBLAS", missing);
                return Optional.empty();
            }
        }

        @Override
        String needs() {
            return "OpenBLAS for this platform from ND4J";
        }
    },
    SCALAR {
        @Override
        Optional<ProductKernel> kernel() {
            return Optional.of(new ScalarKernel());
        }
    };

    /** System property that names the kernel to use. */
    static final String PROPERTY = "dahlquist.knn.kernel";

    private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

    /** The kernel, where this Java and this machine have what it needs. */
    abstract Optional<ProductKernel> kernel();

    /** What the kernel needs. */
    String needs() {
        return "nothing";
    }

    /** As in the system property. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The first that works here. */
    static ProductKernel first() {
        for (KernelChoice choice : values()) {
            Optional<ProductKernel> kernel = choice.kernel();
            if (kernel.isPresent()) {
                LOG.info("knn kernel  {}", kernel.get().name());
                return kernel.get();
            }
            LOG.info("knn kernel {} is not used: it needs {}", choice.label(), choice.needs());
        }
        throw new IllegalStateException("the scalar kernel needs nothing");
    }

    /** One kernel by its label. */
    static ProductKernel named(String label) {
        List<String> labels = Arrays.stream(values()).map(KernelChoice::label).toList();
        if (!labels.contains(label)) {
            throw DahlquistException.config("%s is %s; the kernels are %s", PROPERTY, label, labels);
        }
        KernelChoice choice = values()[labels.indexOf(label)];
        return choice.kernel()
                .orElseThrow(() -> DahlquistException.config(
                        "the kernel %s of %s needs %s; unset the property to use what there is",
                        label, PROPERTY, choice.needs()));
    }
}
