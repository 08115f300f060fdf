"""Films rated around the same time by the same people: co-occurrence by DataFrames.

The numbers are those of libs/ranking/models/sequence.model.ts, so that either trainer's ties serve. The join pairs a rating
with those at most 12 places away in its user's order, so its size grows with the ratings, not with their square.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

WINDOW = 4
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class TieParameters:
    reach: int = 3
    """In ratings: two films with so many ratings between them are tied 1/e as much as two of one moment."""
    kept: int = 100
    """Of each film the closest so many others."""


@dataclass(frozen=True)
class Ties:
    """Compressed sparse rows, items x items."""

    offsets: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]


def fit_ties(ratings: DataFrame, item_count: int, parameters: TieParameters) -> Ties:
    """:param ratings: with the columns ``user`` and ``item``, whole numbers from 0"""
    near = pairs(in_order(ratings), parameters).groupBy("item", "other").agg(F.sum("tie").alias("tie")).cache()
    totals = near.groupBy("item").agg(F.sum("tie").alias("total"))
    others = totals.select(F.col("item").alias("other"), F.col("total").alias("other_total"))
    scaled = F.col("tie") / F.sqrt((F.col("total") + 1) * (F.col("other_total") + 1))
    closest = Window.partitionBy("item").orderBy(F.desc("value"), "other")
    kept = (
        near.join(totals, "item")
        .join(others, "other")
        .withColumn("value", scaled)
        .withColumn("place", F.row_number().over(closest))
        .where(F.col("place") <= parameters.kept)
        .orderBy("item", "other")
        .select("item", "other", "value")
    )
    rows = [(row.item, row.other, row.value) for row in kept.toLocalIterator()]
    near.unpersist()
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    counts = np.bincount(table[:, 0].astype(np.int64), minlength=item_count)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Ties(offsets, table[:, 1].astype(np.int32), table[:, 2].astype(np.float32))


def in_order(ratings: DataFrame) -> DataFrame:
    """Each rating's place in its user's order (those of one moment share their mean place) and its evidence of liking."""
    moments = ratings.groupBy("user", "rated_at").agg(F.count("*").alias("count"))
    before = Window.partitionBy("user").orderBy("rated_at").rowsBetween(Window.unboundedPreceding, -1)
    start = F.coalesce(F.sum("count").over(before), F.lit(0))
    placed = moments.withColumn("place", start + (F.col("count") - 1) / 2)
    evidence = F.sqrt("weight") * F.pow(F.col("stars") / 5, 1.5)
    # More than so many of one moment are an imported list: their order says nothing.
    return ratings.join(placed.where(F.col("count") <= MOST_AT_ONCE), ["user", "rated_at"]).select(
        "user", "item", "place", evidence.alias("evidence")
    )


def pairs(ordered: DataFrame, parameters: TieParameters) -> DataFrame:
    """Both directions of every two ratings near each other, with the strength of their tie."""
    reach = WINDOW * parameters.reach
    slot = F.floor(F.col("place") / reach)
    here = ordered.withColumn("slot", slot)
    there = ordered.select(
        "user",
        F.col("item").alias("other"),
        F.col("place").alias("other_place"),
        F.col("evidence").alias("other_evidence"),
        F.explode(F.array(slot - 1, slot, slot + 1)).alias("slot"),
    )
    gap = F.abs(F.col("place") - F.col("other_place"))
    tie = F.col("evidence") * F.col("other_evidence") * F.exp(-gap / parameters.reach)
    return (
        here.join(there, ["user", "slot"])
        .where((gap <= reach) & (F.col("item") != F.col("other")))
        .select("item", "other", tie.alias("tie"))
    )
