"""Ratings and films, wherever they are read from, in one shape.

Ratings have the columns ``user_id`` and ``movie_id`` (strings), ``stars`` (0.5 to 5), ``rated_at`` (seconds since 1970) and
``weight`` (how much the account counts, above 0 to 1), each pair of user and movie once. Films are ``movie_id`` alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DoubleType,
    MapType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

RATING_COLUMNS = ("user_id", "movie_id", "stars", "rated_at", "weight")

# The parts of the recommender's documents that are read: see apps/recommender/profiles.
PROFILE_SCHEMA = StructType(
    [
        StructField("_id", StringType(), False),
        StructField("community", BooleanType()),
        StructField("deletedAt", TimestampType()),
        StructField(
            "ratings",
            MapType(
                StringType(),
                StructType(
                    [
                        StructField("rating", DoubleType()),
                        StructField("ratedAt", TimestampType()),
                        StructField("version", DoubleType()),
                    ]
                ),
            ),
        ),
    ]
)
FILM_SCHEMA = StructType([StructField("_id", StringType(), False), StructField("genres", ArrayType(StringType()))])

# What an account is trusted by: libs/ranking/data/user-weights.ts.
NEWEST, GROWN_AFTER_DAYS, RATED_ENOUGH, VARIED_ENOUGH = 0.1, 14.0, 20.0, 5.0


@dataclass(frozen=True)
class Data:
    ratings: DataFrame
    films: DataFrame


def from_parquet(spark: SparkSession, folder: str) -> Data:
    """The folder that ``npm run export -- --parquet`` wrote."""
    ratings = spark.read.parquet(f"{folder}/ratings.parquet").select(*RATING_COLUMNS)
    films = spark.read.parquet(f"{folder}/films.parquet").select("movie_id")
    return Data(checked(ratings), films)


def from_csv(spark: SparkSession, file: str) -> Data:
    """A table ``user,item,rating,timestamp`` with a header; its films are those that are rated."""
    table = spark.read.csv(file, header=True)
    ratings = table.select(
        F.col("user").alias("user_id"),
        F.col("item").alias("movie_id"),
        F.col("rating").cast("double").alias("stars"),
        F.col("timestamp").cast("double").alias("rated_at"),
        F.lit(1.0).alias("weight"),
    )
    return Data(checked(ratings), ratings.select("movie_id").distinct())


def from_mongodb(spark: SparkSession, uri: str, database: str) -> Data:
    """The recommender's own collections, by MongoDB's connector (see README.md)."""

    def collection(name: str, schema: StructType) -> DataFrame:
        return (
            spark.read.format("mongodb")
            .option("connection.uri", uri)
            .option("database", database)
            .option("collection", name)
            .schema(schema)
            .load()
        )

    films = collection("films", FILM_SCHEMA).select(F.col("_id").alias("movie_id"), "genres")
    profiles = collection("tastes", PROFILE_SCHEMA)
    return Data(checked(of_profiles(profiles, films)), films.select("movie_id"))


def of_profiles(profiles: DataFrame, films: DataFrame) -> DataFrame:
    """Ratings of profile documents: one that was taken back has no stars and is none."""
    entries = profiles.where(F.col("deletedAt").isNull()).select(
        F.col("_id").alias("user_id"),
        F.coalesce("community", F.lit(False)).alias("community"),
        F.explode("ratings").alias("movie_id", "given"),
    )
    ratings = entries.where(F.col("given.rating").isNotNull())
    accounts = ratings.where(~F.col("community"))
    return ratings.join(account_weights(accounts, films), "user_id", "left").select(
        "user_id",
        "movie_id",
        F.col("given.rating").alias("stars"),
        F.col("given.ratedAt").cast("double").alias("rated_at"),
        F.coalesce("account_weight", F.lit(1.0)).alias("weight"),
    )


def account_weights(ratings: DataFrame, films: DataFrame) -> DataFrame:
    """How much each account's ratings weigh, by its age, their number and the variety of their genres."""
    counts = ratings.groupBy("user_id").agg(F.count("*").alias("count"))
    genres = ratings.join(films, "movie_id").select("user_id", F.explode("genres").alias("genre"))
    named = genres.groupBy("user_id", "genre").agg(F.count("*").alias("n"))
    share = F.col("n") / F.sum("n").over(Window.partitionBy("user_id"))
    entropy = named.withColumn("share", share).groupBy("user_id")
    variety = entropy.agg(F.exp(-F.sum(F.col("share") * F.log("share"))).alias("kinds"))
    # The first eight digits of MongoDB's ids are the seconds since 1970; an id that is no date makes no account old.
    made = F.conv(F.substring("user_id", 1, 8), 16, 10).cast("double")
    days = F.coalesce((F.unix_timestamp(F.current_timestamp()) - made) / 86_400, F.lit(0.0))
    grown = share_of(days, GROWN_AFTER_DAYS) * share_of(F.col("count"), RATED_ENOUGH)
    varied = share_of(F.coalesce("kinds", F.lit(1.0)) - 1, VARIED_ENOUGH - 1)
    weight = NEWEST + (1 - NEWEST) * grown * varied
    return counts.join(variety, "user_id", "left").select("user_id", weight.alias("account_weight"))


def share_of(value: Column, enough: float) -> Column:
    return F.greatest(F.lit(0.0), F.least(F.lit(1.0), value / enough))


def checked(ratings: DataFrame) -> DataFrame:
    """The same ratings; the job ends where one has impossible stars, no time, or a weight outside (0, 1]."""
    sound = (
        F.col("stars").between(0.5, 5)
        & (F.col("rated_at") >= 0)
        & (F.col("rated_at") < 1e11)
        & (F.col("weight") > 0)
        & (F.col("weight") <= 1)
    )
    wrong = F.concat(F.lit("rating of "), F.col("movie_id"), F.lit(" by "), F.col("user_id"), F.lit(" is impossible"))
    return ratings.where(F.when(F.coalesce(sound, F.lit(False)), F.lit(True)).otherwise(F.raise_error(wrong)))
