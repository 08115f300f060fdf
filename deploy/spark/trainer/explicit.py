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
    """How closely people's (b_u, p_u) lie around their mean: 1 / variance."""
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
    items[:, 1:] = rows_of(model.itemFactors, item_count, parameters.rank)
    bias_means, bias_variances = moments(user_bias, ["user_bias"])
    factor_means, factor_variances = moments(model.userFactors, [f"features[{k}]" for k in range(parameters.rank)])
    variances = np.array(bias_variances + factor_variances)
    return Stars(
        mean,
        items,
        np.array(bias_means + factor_means),
        1 / np.maximum(variances, 1e-4),
        1 / max(float(error[0]), 0.05),  # type: ignore[index]
    )


def biases(ratings: DataFrame, side: str, parameters: ExplicitParameters) -> DataFrame:
    bias = F.sum("rest") / (F.count("*") + parameters.shrinkage)
    return ratings.groupBy(side).agg(bias.alias(f"{side}_bias"))


def moments(table: DataFrame, columns: list[str]) -> tuple[list[float], list[float]]:
    """Mean and variance of each column."""
    values = [F.expr(column) for column in columns]
    row = table.agg(*(F.avg(value) for value in values), *(F.var_pop(value) for value in values)).first()
    numbers = [float(number) for number in row]  # type: ignore[union-attr]
    return numbers[: len(columns)], numbers[len(columns) :]
