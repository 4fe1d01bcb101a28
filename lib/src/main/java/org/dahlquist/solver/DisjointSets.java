package org.dahlquist.solver;

import java.util.Arrays;

/**
 * A partition of the numbers from 0 to n - 1 that is made coarser by joining sets (union-find with path halving).
 * Memory: 4 n bytes. Not thread-safe.
 */
public final class DisjointSets {
    private final int[] parents;

    /** Every number is a set of its own. */
    public DisjointSets(int size) {
        parents = new int[size];
        Arrays.setAll(parents, number -> number);
    }

    /** Makes one set of those of two numbers. */
    public void join(int left, int right) {
        int first = root(left);
        int second = root(right);
        parents[Math.max(first, second)] = Math.min(first, second);
    }

    /** The set of each number: sets are numbered from 0 in the order of their smallest members. */
    public int[] numbers() {
        int[] numbers = new int[parents.length];
        int count = 0;
        for (int number = 0; number < numbers.length; number++) {
            int root = root(number);
            numbers[number] = root == number ? count++ : numbers[root];
        }
        return numbers;
    }

    private int root(int number) {
        int root = number;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }
}
