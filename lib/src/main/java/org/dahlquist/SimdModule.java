package org.dahlquist;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;

/** The incubating Vector API, for which Java must be started with {@value #OPTION}. */
public final class SimdModule {
    /** Java's option that adds the module. */
    public static final String OPTION = "--add-modules jdk.incubator.vector";

    private SimdModule() {}

    /**
     * Makes an object whose class uses the API, so that it is linked only where the module is present.
     *
     * @param type what it is to the caller
     * @param className name of its class
     * @param sizes arguments of its constructor
     * @return the object, empty without the module
     */
    public static <T> Optional<T> instance(Class<T> type, String className, int... sizes) {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.empty();
        }
        try {
            Class<?>[] parameters = new Class<?>[sizes.length];
            Arrays.fill(parameters, int.class);
            Constructor<?> constructor = Class.forName(className).getDeclaredConstructor(parameters);
            constructor.setAccessible(true); // kernels are private to their packages
            return Optional.of(type.cast(
                    constructor.newInstance(Arrays.stream(sizes).boxed().toArray())));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " is not in this jar", e);
        }
    }
}
