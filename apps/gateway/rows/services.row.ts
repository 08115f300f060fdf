import type { MovieFilter } from '#contracts/catalog/movie.js';
import { MAX_PAGE } from '#contracts/protocol/limits.js';
import type { RankedRow } from '#contracts/recommender/row.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { Injectable, Logger } from '@nestjs/common';
import { Recommendations } from '../recommendations/recommendations.js';

/** The row of what somebody's services show. */
export const SERVICES_ROW = 'on-your-services';

/** What somebody's services show of some films; undefined for who has none, or asks for others. */
export function onServices({ region, services }: Viewing, filter: MovieFilter): MovieFilter | undefined {
  if (!services?.length || region === undefined || filter.on) return undefined;
  return { ...filter, on: { region, services } };
}

/** Makes the row of what somebody's services show: the best of the list that their filter leaves. */
@Injectable()
export class ServicesRow {
  private readonly log = new Logger(ServicesRow.name);

  constructor(private readonly recommendations: Recommendations) {}

  /** Undefined for who has no services; a page does without the row rather than fail with it. */
  async row(userId: string, viewing: Viewing, filter: MovieFilter): Promise<RankedRow | undefined> {
    const theirs = onServices(viewing, filter);
    if (!theirs) return undefined;
    try {
      const items = await this.recommendations.movies(userId, theirs, MAX_PAGE);
      return { id: SERVICES_ROW, title: { code: SERVICES_ROW, params: {} }, items };
    } catch (error) {
      this.log.warn(`a page without the row of services: ${(error as Error).message}`);
      return undefined;
    }
  }
}
