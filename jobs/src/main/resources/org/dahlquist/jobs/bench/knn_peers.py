"""Nearest neighbours of all points by one Python library.

Reads float32 features, row-major; prints one line of JSON with the seconds of index and search; writes the neighbours
as int32 and, if wanted, their Euclidean distances as float64, both little-endian.
"""
import argparse
import json
import os
import time

parser = argparse.ArgumentParser()
parser.add_argument("peer", choices=["faiss", "sklearn", "hnswlib"])
parser.add_argument("--features")
parser.add_argument("--dimension", type=int)
parser.add_argument("--k", type=int)
parser.add_argument("--threads", type=int)
parser.add_argument("--out")
parser.add_argument("--distances")
arguments = parser.parse_args()
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = str(arguments.threads)

import numpy as np  # noqa: E402  (after the variables that its libraries read)


def faiss_flat(x):
    import faiss

    faiss.omp_set_num_threads(arguments.threads)

    def search():
        index = faiss.IndexFlatL2(x.shape[1])
        index.add(x)
        squares, neighbours = index.search(x, arguments.k)
        return np.sqrt(np.maximum(squares, 0)), neighbours

    return search


def sklearn_brute(x):
    from sklearn.neighbors import NearestNeighbors

    def search():
        model = NearestNeighbors(n_neighbors=arguments.k, algorithm="brute", n_jobs=arguments.threads).fit(x)
        return model.kneighbors(x)

    return search


def hnswlib_index(x):
    import hnswlib

    def search():
        index = hnswlib.Index(space="l2", dim=x.shape[1])
        index.init_index(max_elements=len(x), M=16, ef_construction=100)
        index.set_num_threads(arguments.threads)
        index.add_items(x)
        index.set_ef(50)
        neighbours, squares = index.knn_query(x, k=arguments.k)
        return np.sqrt(squares), neighbours

    return search


features = np.fromfile(arguments.features, "<f4").reshape(-1, arguments.dimension)
search = {"faiss": faiss_flat, "sklearn": sklearn_brute, "hnswlib": hnswlib_index}[arguments.peer](features)
start = time.perf_counter()
distances, neighbours = search()
seconds = time.perf_counter() - start
neighbours.astype("<i4").tofile(arguments.out)
if arguments.distances:
    distances.astype("<f8").tofile(arguments.distances)
print(json.dumps({"seconds": seconds}))
