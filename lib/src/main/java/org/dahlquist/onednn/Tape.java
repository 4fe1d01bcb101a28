package org.dahlquist.onednn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A fixed sequence of work, oneDNN primitives and small Java steps in between, on memory that is planned once.
 *
 * <p>First everything is added, then {@link #bind} plans and allocates the memory, then {@link #run} executes. Nothing
 * is allocated while running. One thread at a time.
 */
final class Tape implements AutoCloseable {
    private final OneDnn onednn;
    private final List<Step> setUp = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Set<Region> regions = new LinkedHashSet<>();
    private long scratchpadBytes;
    private Arena arena;

    /** A primitive, or else Java work on tensors. */
    private record Step(Call call, Runnable work) {}

    Tape(OneDnn onednn) {
        this.onednn = onednn;
    }

    void add(Call call) {
        call.useAt(steps.size());
        enter(call);
        steps.add(new Step(call, null));
    }

    /** Adds a primitive that runs once, when the tape is bound; what it writes for later has to be kept. */
    void addOnce(Call call) {
        call.useAt(0);
        enter(call);
        setUp.add(new Step(call, null));
    }

    /** Adds Java work that runs once, when the tape is bound. */
    void addOnce(Runnable work, Tensor... tensors) {
        use(0, tensors);
        setUp.add(new Step(null, work));
    }

    /** Adds Java work that reads or writes these tensors. */
    void add(Runnable work, Tensor... tensors) {
        use(steps.size(), tensors);
        steps.add(new Step(null, work));
    }

    private void enter(Call call) {
        regions.addAll(call.regions());
        scratchpadBytes = Math.max(scratchpadBytes, call.scratchpadBytes());
    }

    private void use(int position, Tensor... tensors) {
        for (Tensor tensor : tensors) {
            tensor.region().use(position);
            regions.add(tensor.region());
        }
    }

    /** Plans and allocates the memory, then runs what runs once. */
    void bind() {
        Region scratchpad = Region.planned(scratchpadBytes);
        scratchpad.keep();
        regions.add(scratchpad);
        arena = new Arena(regions.stream().filter(region -> !region.isFixed()).toList());
        setUp.forEach(step -> bind(step, scratchpad));
        steps.forEach(step -> bind(step, scratchpad));
        setUp();
    }

    /** Runs again what runs once, for parameters that have changed since. */
    void setUp() {
        setUp.forEach(this::execute);
    }

    private void bind(Step step, Region scratchpad) {
        if (step.call != null) {
            step.call.bind(onednn.engine(), scratchpad);
        }
    }

    /** Moves a fixed region to another address. */
    void move(Region region, long address) {
        if (region.address() == address) {
            return;
        }
        region.place(address);
        for (Step step : steps) {
            if (step.call != null) {
                step.call.move(region);
            }
        }
    }

    void run() {
        for (Step step : steps) {
            execute(step);
        }
    }

    /** Runs once and times every primitive, and Java work that has a name. */
    List<PrimitiveTime> profile() {
        List<PrimitiveTime> times = new ArrayList<>();
        for (Step step : steps) {
            long start = System.nanoTime();
            execute(step);
            double seconds = (System.nanoTime() - start) * 1e-9;
            if (step.call != null) {
                times.add(step.call.time(seconds));
            } else if (step.work instanceof Work named) {
                times.add(named.time(seconds));
            }
        }
        return times;
    }

    /** Bytes of the planned memory. */
    long bytes() {
        return arena.bytes();
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }

    private void execute(Step step) {
        if (step.call != null) {
            step.call.execute(onednn.stream());
        } else {
            step.work.run();
        }
    }
}
