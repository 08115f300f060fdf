"""How many stars people give: biases by DataFrames, and MLlib's ALS for what they leave unexplained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyspark.ml.recommendation import ALS
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .implicit import blocks, rows_of


@dataclass(frozen=True)
class ExplicitParameters:
    rank: int = 12
    ridge: float = 0.12
    """MLlib's regParam: times a row's number of ratings."""
    iterations: int = 12
    shrinkage: float = 5.0
    """A bias is shrunk as if by so many ratings without one."""
    factors_from: float = 30.0
    """After so many ratings a film's factors count half: MLlib's ridge grows with the ratings, so those of few overfit."""
    fold_in_ridge: float = 0.2
    """As ridge, for people folded in, of whom the middle one has given as many ratings as the middle one here."""
    seed: int = 1


@dataclass(frozen=True)
class Stars:
    """Stars of user u for item i are mean + b_u + b_i + p_u q_i, give or take 1 / sqrt(noise)."""

    mean: float
    items: npt.NDArray[np.float32]
    """Items x (1 + rank): (b_i, q_i)."""
    people_mean: npt.NDArray[np.float64]
    """Mean of all people's (b_u, p_u)."""
    people_precision: npt.NDArray[np.float64]
    """How closely people's (b_u, p_u) are held to their mean: 1 / variance."""
    noise: float
    """1 / variance of a rating around what is expected of it."""


def fit_stars(ratings: DataFrame, item_count: int, parameters: ExplicitParameters) -> Stars:
    """:param ratings: with the columns ``user`` and ``item``, whole numbers from 0"""
    mean = float(ratings.agg(F.avg("stars")).first()[0])  # type: ignore[index]
    beyond_mean = ratings.withColumn("rest", F.col("stars") - mean)
    item_bias = biases(beyond_mean, "item", parameters)
    beyond_items = beyond_mean.join(item_bias, "item").withColumn("rest", F.col("rest") - F.col("item_bias"))
    user_bias = biases(beyond_items, "user", parameters)
    rest = beyond_items.join(user_bias, "user").withColumn("rest", F.col("rest") - F.col("user_bias")).cache()

    als = ALS(
        rank=parameters.rank,
        maxIter=parameters.iterations,
        regParam=parameters.ridge,
        userCol="user",
        itemCol="item",
        ratingCol="rest",
        seed=parameters.seed,
        numUserBlocks=blocks(ratings),
        numItemBlocks=blocks(ratings),
    )
    model = als.fit(rest)
    error = model.transform(rest).agg(F.avg((F.col("rest") - F.col("prediction")) ** 2)).first()
    rest.unpersist()

    items = np.zeros((item_count, 1 + parameters.rank), dtype=np.float32)
    for row in item_bias.toLocalIterator():
        items[row.item, 0] = row.item_bias
    counts = np.zeros((item_count, 1))
    for row in ratings.groupBy("item").count().toLocalIterator():
        counts[row.item] = row["count"]
    factors = rows_of(model.itemFactors, item_count, parameters.rank)
    items[:, 1:] = factors * counts / (counts + parameters.factors_from)
    noise = 1 / max(float(error[0]), 0.05)  # type: ignore[index]
    middle = ratings.groupBy("user").count().approxQuantile("count", [0.5], 0.01)[0]
    precisions = [parameters.shrinkage] + [parameters.fold_in_ridge * middle] * parameters.rank
    means = averages(user_bias, ["user_bias"]) + averages(model.userFactors, [f"features[{k}]" for k in range(parameters.rank)])
    return Stars(mean, items, np.array(means), noise * np.array(precisions), noise)


def biases(ratings: DataFrame, side: str, parameters: ExplicitParameters) -> DataFrame:
    bias = F.sum("rest") / (F.count("*") + parameters.shrinkage)
    return ratings.groupBy(side).agg(bias.alias(f"{side}_bias"))


def averages(table: DataFrame, columns: list[str]) -> list[float]:
    row = table.agg(*(F.avg(F.expr(column)) for column in columns)).first()
    return [float(number) for number in row]  # type: ignore[union-attr]
