"""Ratings that the models are not shown, so that the recommender can measure what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

MOST_PEOPLE = 200
MOST_SHARE = 1 / 500
FEWEST_RATINGS = 10


@dataclass(frozen=True)
class Split:
    shown: DataFrame
    """Ratings without those held out."""
    held_out: list[tuple[str, str]]
    """User and movie of each rating held out, at most one a user."""


def hold_out_last(ratings: DataFrame, seed: int) -> Split:
    """Takes the last rating of up to 200 people away, and never of more than one rating in 500."""
    people = min(MOST_PEOPLE, int(ratings.count() * MOST_SHARE))
    counts = ratings.groupBy("user_id").agg(F.count("*").alias("count"))
    drawn = counts.where(F.col("count") >= FEWEST_RATINGS).orderBy(F.xxhash64("user_id", F.lit(seed)), "user_id")
    latest = Window.partitionBy("user_id").orderBy(F.desc("rated_at"), "movie_id")
    last = (
        ratings.join(drawn.limit(people), "user_id", "left_semi")
        .withColumn("place", F.row_number().over(latest))
        .where("place = 1")
        .select("user_id", "movie_id")
        .orderBy("user_id")
    )
    held_out = [(row.user_id, row.movie_id) for row in last.collect()]
    hidden = ratings.sparkSession.createDataFrame(held_out, "user_id string, movie_id string")
    return Split(ratings.join(F.broadcast(hidden), ["user_id", "movie_id"], "left_anti"), held_out)
