"""Solves the columns of one sparse system by SciPy's conjugate gradients with Jacobi preconditioning, one by one.

Prints one line of JSON. Reads raw little-endian arrays: offsets and columns int32, values float64.
"""
import argparse
import json
import time

import numpy as np
import scipy.sparse as sparse
import scipy.sparse.linalg as linalg


def rows(prefix, shape):
    offsets = np.fromfile(prefix + ".offsets", "<i4")
    columns = np.fromfile(prefix + ".columns", "<i4")
    values = np.fromfile(prefix + ".values", "<f8")
    n = len(offsets) - 1
    return sparse.csr_matrix((values, columns, offsets), (n, shape or n))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("prefix")
    parser.add_argument("classes", type=int)
    parser.add_argument("tolerance", type=float)
    options = parser.parse_args()
    matrix = rows(options.prefix + ".a", None)
    right = rows(options.prefix + ".b", options.classes).toarray()
    solution = np.zeros(right.shape)
    iterations = np.zeros(options.classes, int)

    start = time.perf_counter()
    inverse = 1 / matrix.diagonal()
    jacobi = linalg.LinearOperator(matrix.shape, lambda r: inverse * r)
    for column in range(options.classes):
        def count(_):
            iterations[column] += 1
        solution[:, column], info = linalg.cg(
            matrix, np.ascontiguousarray(right[:, column]), tol=options.tolerance, M=jacobi, callback=count)
        if info != 0:
            raise SystemExit(f"column {column} did not converge: {info}")
    seconds = time.perf_counter() - start

    solution.astype("<f8").tofile(options.prefix + ".scipy-cg.x")
    middle = sorted(iterations)
    print(json.dumps({"seconds": seconds, "iterations": [int(middle[0]), int(middle[len(middle) // 2]), int(middle[-1])]}))


main()
