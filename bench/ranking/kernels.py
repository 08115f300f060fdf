"""The numpy and scipy lines that do what a kernel of libs/ranking does: time, memory, and how far the results differ.

  python3 kernels.py <kernel> <folder>

The folder holds what bench/kernels.bench.ts wrote: likes as offsets and items of a sparse matrix, all of one preference,
the parameters, and the result of our own kernel. One line of JSON is printed.
"""
import json
import resource
import sys
import time

import numpy as np
import scipy.sparse as sp

kernel, folder = sys.argv[1:]
setting = json.load(open(f"{folder}/setting.json"))
read = lambda name, kind: np.fromfile(f"{folder}/{name}", dtype=kind)
items, offsets = read("items.i32", np.int32), read("offsets.i32", np.int32)
likes = sp.csr_matrix((np.ones(len(items)), items, offsets), (len(offsets) - 1, setting["itemCount"]))
preference, probes = setting["preference"], setting["probes"]


def item_linear_ridges(x):
    p = setting["itemLinear"]["dropout"]
    return setting["itemLinear"]["ridge"] + p / (1 - p) * np.asarray(x.sum(axis=0)).ravel()


def item_linear_by_rows():
    ridges = item_linear_ridges(likes)
    damped = likes @ sp.diags(1 / ridges)
    inverse = np.linalg.inv(np.eye(likes.shape[0]) + (damped @ likes.T).toarray())
    factors = likes.T @ inverse
    own = np.asarray(likes.T.multiply(factors).sum(axis=1)).ravel()
    gain = 1 / (1 - own / ridges)

    def scores():
        taste = likes[:probes] * preference
        return gain * ((taste @ sp.diags(1 / ridges) @ factors) @ likes) - taste.multiply(own * gain / ridges)

    return scores


def item_linear_by_items():
    x = likes.T.tocsr()
    inverse = np.linalg.inv((x.T @ x).toarray() + np.diag(item_linear_ridges(x)))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return lambda: (x[:probes] * preference) @ weights


def half_sweep(rows, other):
    alpha, ridge, d = (setting["ials"][name] for name in ("unobserved", "ridge", "dimensions"))
    gram, out = alpha * other.T @ other, np.zeros((rows.shape[0], d))
    for row in range(rows.shape[0]):
        h = other[rows.indices[rows.indptr[row] : rows.indptr[row + 1]]]
        if len(h) == 0:
            continue
        shrink = ridge * (len(h) + alpha * len(other))
        out[row] = np.linalg.solve(gram + preference * h.T @ h + shrink * np.eye(d), preference * h.sum(axis=0))
    return out


def ials():
    d = setting["ials"]["dimensions"]
    factors = (np.random.default_rng(1).random((likes.shape[1], d)) - 0.5) * 0.35 / np.sqrt(d)
    turned = likes.T.tocsr()
    for _ in range(setting["ials"]["sweeps"]):
        factors = half_sweep(turned, half_sweep(likes, factors))
    return lambda: np.array([objective(factors)])


def objective(factors):
    """What iALS minimises, with the best people's factors for these items' factors."""
    alpha, ridge = setting["ials"]["unobserved"], setting["ials"]["ridge"]
    people = half_sweep(likes, factors)
    known = 0.0
    for row in range(likes.shape[0]):
        h = factors[likes.indices[likes.indptr[row] : likes.indptr[row + 1]]]
        known += preference * ((1 - h @ people[row]) ** 2).sum()
    everywhere = alpha * np.sum((people.T @ people) * (factors.T @ factors))
    count = lambda rows, others: np.diff(rows.indptr) + alpha * others
    norms = (count(likes, len(factors)) * (people**2).sum(axis=1)).sum()
    norms += (count(likes.T.tocsr(), len(people)) * (factors**2).sum(axis=1)).sum()
    return float(known + everywhere + ridge * norms)


def user_knn():
    weights = 1 / np.maximum(np.asarray(likes.sum(axis=0)).ravel(), 1) ** setting["userKnn"]["damping"]
    norms = preference * np.sqrt(likes @ weights)
    unit = sp.diags(preference / np.maximum(norms, 1e-300)) @ likes @ sp.diags(weights)
    tastes = likes * preference

    def score(user):
        taste = tastes[user]
        cosines = np.asarray((unit @ taste.T).todense()).ravel() / norms[user]
        cosines[user] = 0
        near = np.argsort(-cosines, kind="stable")[: setting["userKnn"]["neighbours"]]
        return cosines[near] @ tastes[near]

    people = [user for user in range(likes.shape[0]) if norms[user] > 0]
    found = [score(user) for user in people]
    return lambda: np.array(found[:probes])


def differ(scores):
    ours = read(f"{kernel}.f32", np.float32).astype(np.float64)
    if kernel == "ials":
        return abs(objective(ours.reshape(likes.shape[1], -1)) / scores()[0] - 1)
    theirs = np.asarray(scores()).ravel()
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max())


def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()


before, started = resident(), time.process_time()
scores = {
    "itemLinear-by-rows": item_linear_by_rows,
    "itemLinear-by-items": item_linear_by_items,
    "ials": ials,
    "userKnn": user_knn,
}[kernel]()
seconds = time.process_time() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "bytes": peak - before, "difference": differ(scores), "numpy": np.__version__}))
