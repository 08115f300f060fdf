"""What people like, factorised: MLlib's ALS for implicit feedback on the recommender's preferences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyspark.ml.recommendation import ALS
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F


@dataclass(frozen=True)
class ImplicitParameters:
    rank: int = 32
    unobserved: float = 0.2
    """Weight of "not seen" against "liked"; MLlib's alpha is its inverse."""
    ridge: float = 0.3
    """MLlib's regParam: times a row's number of likes."""
    iterations: int = 12
    seed: int = 1


def with_preferences(ratings: DataFrame) -> DataFrame:
    """Stars as preferences, -0.5 to 1, times the account's weight: libs/ranking/data/user-preferences.ts has the formula."""
    user = Window.partitionBy("user_id")
    middle = (F.sum("stars").over(user) + 5 * 3.5) / (F.count("*").over(user) + 5)
    neutral = 2.5 + F.least(F.lit(0.0), middle - 3.5) / 2
    liking = F.tanh(F.col("stars") - F.col("neutral"))
    preference = liking * F.when(F.col("stars") < F.col("neutral"), 0.5).otherwise(1.0)
    return ratings.withColumn("neutral", neutral).withColumn("preference", preference * F.col("weight"))


def item_factors(ratings: DataFrame, item_count: int, parameters: ImplicitParameters) -> npt.NDArray[np.float32]:
    """
    :param ratings: with the columns ``user`` and ``item``, whole numbers from 0
    :returns: items x rank; zeros for an item nobody rated
    """
    als = ALS(
        rank=parameters.rank,
        maxIter=parameters.iterations,
        regParam=parameters.ridge,
        implicitPrefs=True,
        alpha=1 / parameters.unobserved,
        userCol="user",
        itemCol="item",
        ratingCol="preference",
        seed=parameters.seed,
        numUserBlocks=blocks(ratings),
        numItemBlocks=blocks(ratings),
    )
    return rows_of(als.fit(with_preferences(ratings)).itemFactors, item_count, parameters.rank)


def rows_of(factors: DataFrame, count: int, rank: int) -> npt.NDArray[np.float32]:
    """MLlib's factors, one row for each id from 0 to count - 1."""
    table = np.zeros((count, rank), dtype=np.float32)
    for row in factors.toLocalIterator():
        table[row.id] = row.features
    return table


def blocks(ratings: DataFrame) -> int:
    """How many blocks ALS splits people and films into: MLlib's ten are too many for two cores, too few for a hundred."""
    return max(2, ratings.sparkSession.sparkContext.defaultParallelism)
