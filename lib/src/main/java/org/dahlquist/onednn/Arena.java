package org.dahlquist.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/**
 * One block of native memory in which regions lie; regions that are used at different times share addresses.
 *
 * <p>Placement is greedy: the largest region first, each at the lowest offset that no region alive at the same time
 * takes. The memory is allocated by JavaCPP, so that its limits and statistics count it.
 */
final class Arena implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    /** Keeps regions of a power of two apart from the same cache sets; two pages and two lines measured best. */
    private static final int SKEW = 2 * 4096 + 2 * 64;

    private final BytePointer memory;
    private final long bytes;

    private record Placed(Region region, long start) {
        long end() {
            return start + region.bytes();
        }
    }

    /** Places the regions and allocates their memory, filled with zeros. */
    Arena(List<Region> regions) {
        List<Region> order = new ArrayList<>(regions);
        order.sort(Comparator.comparingLong(Region::bytes).reversed());
        List<Placed> placed = new ArrayList<>();
        long total = 0;
        for (Region region : order) {
            Placed place = new Placed(region, lowestOffset(region, placed));
            placed.add(place);
            total = Math.max(total, place.end());
        }
        bytes = total;
        memory = new BytePointer(total + ALIGNMENT);
        memory.zero();
        long base = aligned(memory.address());
        placed.forEach(place -> place.region().place(base + place.start()));
    }

    /** Bytes of the block. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        memory.deallocate();
    }

    private static long lowestOffset(Region region, List<Placed> placed) {
        List<Placed> rivals = placed.stream()
                .filter(other -> other.region().overlaps(region))
                .sorted(Comparator.comparingLong(Placed::start))
                .toList();
        long offset = 0;
        for (Placed rival : rivals) {
            if (rival.start() >= offset + region.bytes()) {
                break;
            }
            offset = Math.max(offset, aligned(rival.end()) + SKEW);
        }
        return offset;
    }

    private static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
