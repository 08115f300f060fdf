"""The recommender's model file: safetensors with everything else in its metadata (libs/ranking/storage/model-file.ts)."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64] | npt.NDArray[np.float32] | npt.NDArray[np.int32]
DTYPES = {"float64": "F64", "float32": "F32", "int32": "I32"}
ALIGNMENT = 8


def write_model(path: str, structure: Mapping[str, Any], header: Mapping[str, Any]) -> int:
    """
    Writes the file whole or not at all.

    :param structure: nested dicts and lists; each array in it becomes a tensor of one dimension, named by its path
    :returns: bytes written
    """
    arrays: dict[str, Array] = {}
    plain = take_apart(structure, "", arrays)
    ordered = sorted(arrays.items(), key=lambda entry: -entry[1].itemsize)
    tensors: dict[str, Any] = {}
    size = 0
    for name, array in ordered:
        end = size + array.nbytes
        tensors[name] = {"dtype": DTYPES[array.dtype.name], "shape": [array.size], "data_offsets": [size, end]}
        size = end
    metadata = {
        "format": "movie-recommender-model",
        "version": "1",
        "header": as_json(header),
        "structure": as_json(plain),
    }
    digest = hashlib.sha256(as_json([*metadata.values(), tensors]).encode())
    for _, array in ordered:
        digest.update(array.tobytes())
    table = as_json({"__metadata__": {**metadata, "sha256": digest.hexdigest()}, **tensors}).encode()
    table += b" " * (-len(table) % ALIGNMENT)

    partial = f"{path}.partial"
    with open(partial, "wb") as file:
        file.write(struct.pack("<Q", len(table)))
        file.write(table)
        for _, array in ordered:
            file.write(array.tobytes())
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    return 8 + len(table) + size


def take_apart(value: Any, path: str, arrays: dict[str, Array]) -> Any:
    if isinstance(value, np.ndarray):
        arrays[path] = np.ascontiguousarray(value.reshape(-1))
        return {"$tensor": path}
    if isinstance(value, Mapping):
        return {key: take_apart(entry, f"{path}.{key}" if path else key, arrays) for key, entry in value.items()}
    return value


def as_json(value: Any) -> str:
    """As JavaScript's JSON.stringify writes it, over which the checksum goes."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
