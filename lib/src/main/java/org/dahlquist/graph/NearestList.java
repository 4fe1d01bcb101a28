package org.dahlquist.graph;

import java.util.Arrays;

/** The nearest points seen so far, ascending by key, ties in ascending order of the ordinals. */
final class NearestList {
    private final int capacity;
    private final int[] ordinals;
    private final double[] keys;
    private int size;

    NearestList(int capacity) {
        this.capacity = capacity;
        ordinals = new int[capacity];
        keys = new double[capacity];
    }

    /** Key that a new point has to stay below to be kept (on a tie the smaller ordinal wins). */
    double limit() {
        return size < capacity ? Double.POSITIVE_INFINITY : keys[capacity - 1];
    }

    void offer(int ordinal, double key) {
        if (size == capacity && !precedes(key, ordinal, capacity - 1)) {
            return;
        }
        int position = size < capacity ? size++ : capacity - 1;
        while (position > 0 && precedes(key, ordinal, position - 1)) {
            keys[position] = keys[position - 1];
            ordinals[position] = ordinals[position - 1];
            position--;
        }
        keys[position] = key;
        ordinals[position] = ordinal;
    }

    private boolean precedes(double key, int ordinal, int position) {
        return key < keys[position] || (key == keys[position] && ordinal < ordinals[position]);
    }

    boolean isFull() {
        return size == capacity;
    }

    int size() {
        return size;
    }

    int ordinal(int position) {
        return ordinals[position];
    }

    double key(int position) {
        return keys[position];
    }

    void clear() {
        size = 0;
        Arrays.fill(keys, 0);
    }
}
