package org.dahlquist.graph;

/** The points of a block along a few directions, with their norms and limits there. */
final class ProjectedSide {
    private final Projection projection;
    private final float[] values;
    private final HalfSquares halfSquares;

    /** Points projected as {@code float[size][projection.size()]}. */
    ProjectedSide(Projection projection, float[] values) {
        this.projection = projection;
        this.values = values;
        halfSquares = new HalfSquares(values, projection.size(), null);
    }

    /** {@code float[size][dimension]}; not a copy. */
    float[] values() {
        return values;
    }

    HalfSquares halfSquares() {
        return halfSquares;
    }

    /** Number of directions. */
    int dimension() {
        return projection.size();
    }

    /** Lowers a row's limit to where a point at a squared distance from it may lie at most. */
    void limit(int row, double square, double origin, ProjectedSide other) {
        halfSquares.limit(row, projection.square(square, origin), other.halfSquares);
    }
}
