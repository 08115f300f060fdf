import type { Region, RegionService } from '#contracts/catalog/catalog.rpc.js';
import { CERTIFYING_COUNTRIES, certificationsOf } from '#contracts/protocol/certification.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { stateOfMovies } from '../browse/genre.counts.js';
import { WITHOUT_PAYING } from '../movies/movie.content.js';
import { MovieDocument } from '../movies/movie.schema.js';

/** During a sync movies change all the time; what is shown where hardly does. */
const COUNTED_FOR_MS = 60_000;

interface Counted {
  state: string;
  until: number;
  services: Map<string, RegionService[]>;
}

/** Which services show movies where, and how countries certify them. */
@Injectable()
export class RegionServices {
  private counted?: Counted;

  constructor(@InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>) {}

  /** By code. */
  async list(): Promise<Region[]> {
    const services = await this.services();
    return [...new Set([...services.keys(), ...CERTIFYING_COUNTRIES])].sort().map((region) => ({
      region,
      services: services.get(region) ?? [],
      certifications: certificationsOf(region),
    }));
  }

  private async services(): Promise<Map<string, RegionService[]>> {
    const { counted } = this;
    if (counted && counted.until > performance.now()) return counted.services;
    const state = await stateOfMovies(this.movies);
    const services = counted?.state === state ? counted.services : await this.count();
    this.counted = { state, services, until: performance.now() + COUNTED_FOR_MS };
    return services;
  }

  private async count(): Promise<Map<string, RegionService[]>> {
    const rows = await this.movies.aggregate<RegionService & { region: string }>([
      { $match: { watch: { $exists: true } } },
      { $project: { watch: { $objectToArray: '$watch' } } },
      { $unwind: '$watch' },
      { $unwind: '$watch.v.offers' },
      { $match: { 'watch.v.offers.how': { $in: WITHOUT_PAYING } } },
      {
        $group: {
          _id: { movie: '$_id', region: '$watch.k', id: '$watch.v.offers.provider' },
          name: { $first: '$watch.v.offers.name' },
        },
      },
      {
        $group: {
          _id: { region: '$_id.region', id: '$_id.id' },
          name: { $first: '$name' },
          count: { $sum: 1 },
        },
      },
      { $project: { _id: 0, region: '$_id.region', id: '$_id.id', name: 1, count: 1 } },
      { $sort: { count: -1, id: 1 } },
    ]);
    const services = Map.groupBy(rows, ({ region }) => region);
    return new Map(
      [...services].map(([region, of]) => [region, of.map(({ region: _, ...service }) => service)]),
    );
  }
}
