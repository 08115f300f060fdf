import { getMovie } from '#contracts/catalog/catalog.rpc.js';
import { MOVIE_ID } from '#contracts/protocol/fields.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import { detailsFor } from '../language/film.titles.js';
import type { Reader } from '../language/language.js';
import type { LinkPreview } from '../http/link-preview.js';

/** A page is not kept waiting for longer: it does without. */
const PATIENCE_MS = 1000;

/** What a message with a link to a movie shows of it. */
@Injectable()
export class MoviePreviews {
  constructor(private readonly rpc: RpcClient) {}

  /** Nothing when there is no such movie, or the catalogue is away. */
  async of(movieId: string, { films }: Reader): Promise<LinkPreview | undefined> {
    if (!MOVIE_ID.test(movieId)) return undefined;
    try {
      const movie = await this.rpc.call(getMovie, { movieId }, PATIENCE_MS);
      const { title, year, plot, tagline, posterUrl } = detailsFor(movie, films);
      return {
        title: year === undefined ? title : `${title} (${year})`,
        description: plot ?? tagline,
        image: posterUrl,
      };
    } catch {
      return undefined;
    }
  }
}
