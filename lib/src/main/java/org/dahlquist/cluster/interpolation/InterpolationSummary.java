package org.dahlquist.cluster.interpolation;

/**
 * What an interpolation solved, as written to {@code wnll.json}.
 *
 * @param labelled training points
 * @param unlabelled test points
 * @param classes number of classes
 * @param method gl, wnll or poisson
 * @param components connected components of the graph
 * @param unreached orphans: test points in components without training points
 * @param orphans what decided their class: softmax, nearest or refuse
 * @param settled test points in components with training points of one class only, which all get that class
 * @param systemComponents connected components of the system, which holds the other test points
 * @param directComponents those of them solved directly
 * @param largestComponent rows of the largest
 * @param solver what solved the others: columns (tiles of columns), rows (row blocks), or direct if there were none
 * @param iterations iterations of the solver, per class
 * @param relativeResiduals ‖b - A x‖ / ‖b‖ at exit, per class
 * @param deviation by how much a score leaves [0, 1] or a row of scores the sum 1, at most; 0 for poisson
 * @param labelledToUnlabelled share of the training points' neighbours that are test points with a weight above 0
 * @param degreeCounts number of points with 0, 1, 2 ... neighbours in the symmetric graph
 * @param broadcastBytes bytes of matrix and right-hand sides that every executor got once
 * @param haloBytes bytes exchanged between row blocks in an iteration, all columns together; 0 for tiles of columns
 * @param top1 fraction of test points classified correctly
 * @param nearestNeighbourTop1 the same for the nearest training point's class
 * @param knnTop1 the same for the majority of the nearest {@code knnK} training points, ties to the nearest
 * @param knnK training points that vote
 * @param phases wall time of each phase
 * @param seconds wall time of all
 */
public record InterpolationSummary(
        int labelled,
        int unlabelled,
        int classes,
        String method,
        int components,
        int unreached,
        String orphans,
        int settled,
        int systemComponents,
        int directComponents,
        int largestComponent,
        String solver,
        int[] iterations,
        double[] relativeResiduals,
        double deviation,
        double labelledToUnlabelled,
        int[] degreeCounts,
        long broadcastBytes,
        long haloBytes,
        double top1,
        double nearestNeighbourTop1,
        double knnTop1,
        int knnK,
        Phases phases,
        double seconds) {

    /**
     * Seconds of each phase.
     *
     * @param reading features and neighbour lists
     * @param assembling weights and system
     * @param direct solution of the small components
     * @param iterating solution of the others
     * @param writing predictions
     */
    public record Phases(double reading, double assembling, double direct, double iterating, double writing) {}
}
