"""Trains what grows with the number of ratings, and writes the file that ``npm run models -- publish`` takes.

spark-submit --py-files trainer.zip train.py --parquet <folder> --out factors.safetensors
python train.py --parquet <folder> --out factors.safetensors --master local[2]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
import pyspark
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from trainer.explicit import ExplicitParameters, fit_stars
from trainer.implicit import ImplicitParameters, item_factors
from trainer.model_file import write_model
from trainer.ratings import Data, from_csv, from_mongodb, from_parquet
from trainer.split import hold_out_last
from trainer.ties import TieParameters, fit_ties

# Raised with any change of the structure below: libs/ranking/storage/outside-file.ts reads it.
FORMAT = 1
T = TypeVar("T")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains factors and ties for the recommender on Spark.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--parquet", metavar="FOLDER", help="what `npm run export -- --parquet` wrote")
    source.add_argument("--mongodb", metavar="URI", help="the recommender's database, by MongoDB's connector")
    source.add_argument("--csv", metavar="FILE", help="user,item,rating,timestamp")
    parser.add_argument("--database", default="recommender", help="with --mongodb: MONGODB_DATABASE_PREFIX + recommender")
    parser.add_argument("--out", required=True, metavar="FILE", help="the file to write, on the driver")
    parser.add_argument("--master", help="where to run, as local[2]; spark-submit says so itself")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show-all", action="store_true", help="hold nothing out: the file cannot be measured")
    parser.add_argument("--ridge", type=float, default=ImplicitParameters.ridge)
    parser.add_argument("--star-ridge", type=float, default=ExplicitParameters.ridge)
    return parser.parse_args()


def session(master: str | None) -> SparkSession:
    builder = SparkSession.builder.appName("movie-recommender-training")
    if master:
        builder = (
            builder.master(master)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.ui.showConsoleProgress", "false")
        )
    return builder.getOrCreate()


def read(spark: SparkSession, options: argparse.Namespace) -> Data:
    if options.parquet:
        return from_parquet(spark, options.parquet)
    if options.csv:
        return from_csv(spark, options.csv)
    return from_mongodb(spark, options.mongodb, options.database)


def numbered(values: DataFrame, column: str, number: str) -> DataFrame:
    """Ids with whole numbers from 0, in their order; MLlib knows no others."""
    order = Window.orderBy(column)
    return values.select(column).distinct().withColumn(number, F.row_number().over(order) - 1)


def timed(what: str, work: Callable[[], T]) -> T:
    began = time.monotonic()
    result = work()
    print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)
    return result


def main() -> None:
    options = arguments()
    spark = session(options.master)
    spark.sparkContext.setLogLevel("ERROR")
    read_at = datetime.now(UTC)
    data = read(spark, options)
    ratings = data.ratings.persist(StorageLevel.MEMORY_AND_DISK)
    split = timed("reading", lambda: hold_out_last(ratings, options.seed))
    shown = ratings if options.show_all else split.shown

    films = numbered(shown.join(data.films, "movie_id", "left_semi"), "movie_id", "item").persist()
    item_ids = [row.movie_id for row in films.orderBy("item").collect()]
    if not item_ids:
        sys.exit("there are no ratings of any film: nothing to train with")
    people = numbered(shown, "user_id", "user")
    known = shown.join(F.broadcast(films), "movie_id").join(people, "user_id").persist(StorageLevel.MEMORY_AND_DISK)
    counts = known.groupBy("item").count().orderBy("item").collect()
    count = len(item_ids)

    implicit = ImplicitParameters(seed=options.seed, ridge=options.ridge)
    explicit = ExplicitParameters(seed=options.seed, ridge=options.star_ridge)
    near = TieParameters()
    factors = timed("implicit ALS", lambda: item_factors(known, count, implicit))
    stars = timed("explicit ALS", lambda: fit_stars(known, count, explicit))
    ties = timed("co-occurrence", lambda: fit_ties(known, count, near))

    now = datetime.now(UTC)
    held_out = [] if options.show_all else split.held_out
    size = write_model(
        options.out,
        {
            "itemIds": item_ids,
            "ratingCounts": np.array([row["count"] for row in counts], dtype=np.int32),
            "heldOut": [list(pair) for pair in held_out],
            "ials": {"dimensions": implicit.rank, "unobserved": implicit.unobserved, "itemFactors": factors},
            "sequence": {
                "reach": near.reach,
                "kept": near.kept,
                "offsets": ties.offsets,
                "columns": ties.columns,
                "values": ties.values,
            },
            "stars": {
                "dimensions": explicit.rank,
                "mean": stars.mean,
                "noise": stars.noise,
                "itemFactors": stars.items,
                "peopleMean": stars.people_mean,
                "peoplePrecision": stars.people_precision,
            },
        },
        {
            "modelId": f"s-{now:%Y%m%d%H%M%S}",
            "format": FORMAT,
            "createdAt": iso(now),
            "seed": options.seed,
            "dataHash": "",
            "parameters": {
                "kind": "outside",
                "engine": f"Spark {pyspark.__version__}",
                "readAt": iso(read_at),
                "implicit": asdict(implicit),
                "explicit": asdict(explicit),
                "ties": asdict(near),
            },
            "metrics": {"users": people.count(), "movies": count, "ratings": known.count()},
        },
    )
    print(f"{options.out}: {count} films, {size / 1e6:.1f} MB", flush=True)
    spark.stop()


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


if __name__ == "__main__":
    main()
