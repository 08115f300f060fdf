import {
  browseMovies,
  getMovie,
  listGenres,
  listRegions,
  Region,
  searchMovies,
  searchNames,
} from '#contracts/catalog/catalog.rpc.js';
import { MOVIE_SORTS, MovieDetails, type MovieSort } from '#contracts/catalog/movie.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { IsCursor } from '#contracts/protocol/fields.js';
import { similarMovies } from '#contracts/recommender/recommender.rpc.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { Public } from '#platform/http/public.decorator.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Controller, Get, Header, Param, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { ApiProblems } from '../http/openapi.js';
import { CurrentViewing, ForViewer } from '../http/current-user.decorator.js';
import { filterOf, FilterQuery, limitedTo, LimitQuery } from '../http/query.fields.js';
import { FoundMovies, Genre, MoviePage, SimilarMovies } from '../http/responses.js';
import { SearchThrottle } from '../throttle/throttle.guards.js';
import { detailsFor, titledFor } from '../language/film.titles.js';
import { ReadBy, type Reader } from '../language/language.js';
import { renderReasons } from '../language/reason.texts.js';
import { KeptWithCatalogue } from '../kept/kept.decorators.js';
import { KnownMovies, requireMovieId } from './known-movies.js';

const DEFAULT_LIMIT = 20;
const trimmed = () => Transform(({ value }) => (typeof value === 'string' ? value.trim() : value));

class BrowseQuery extends FilterQuery {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @trimmed()
  @ApiPropertyOptional({ example: 'matrix', description: 'words of the title' })
  title?: string;
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @trimmed()
  @ApiPropertyOptional({ example: 'Keanu Reeves', description: 'an actor or a director' })
  person?: string;
  @IsOptional()
  @IsIn(MOVIE_SORTS)
  @ApiPropertyOptional({ enum: MOVIE_SORTS, default: 'popularity' })
  sort?: MovieSort;
  @IsCursor() cursor?: string;
}

class SearchQuery extends LimitQuery {
  @IsString({ message: 'q must be the words to search for' })
  @MinLength(1, { message: 'q must be the words to search for' })
  @MaxLength(500)
  @trimmed()
  @ApiProperty({ example: 'a robot sent back from the future', minLength: 1, maxLength: 500 })
  q!: string;
}

@ApiTags('movies')
@Public()
@ForViewer()
@Controller('movies')
export class MoviesController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly movies: KnownMovies,
  ) {}

  @Get()
  @KeptWithCatalogue()
  @ApiOperation({ summary: 'Browse the films' })
  @ApiOkResponse({ type: MoviePage })
  @ApiProblems(400, 503)
  async browse(
    @Query() query: BrowseQuery,
    @CurrentViewing() viewing: Viewing,
    @ReadBy() { films }: Reader,
  ): Promise<MoviePage> {
    const { title, person, sort, limit, cursor } = query;
    const page = await this.rpc.call(browseMovies, {
      ...{ title, person, sort, limit, cursor },
      ...filterOf(query, viewing),
      ...(sort === 'title' && { readAs: [...films] }),
    });
    return { ...page, items: page.items.map((movie) => titledFor(movie, films)) };
  }

  @Get('search')
  @UseGuards(SearchThrottle)
  @KeptWithCatalogue('search')
  @ApiOperation({ summary: 'Search by title and by what happens in the film' })
  @ApiOkResponse({ type: FoundMovies })
  @ApiProblems(400, 503)
  async search(
    @Query() { q, limit = DEFAULT_LIMIT }: SearchQuery,
    @CurrentViewing() viewing: Viewing,
    @ReadBy() { films }: Reader,
  ): Promise<FoundMovies> {
    const [found, names] = await Promise.all([
      this.rpc.call(searchMovies, { q, limit, ...limitedTo(viewing) }),
      // People are an addition, which a catalog of the version before does not know.
      this.rpc.call(searchNames, { q, limit: 1 }).catch(() => undefined),
    ]);
    const items = found.map((movie) => titledFor(movie, films));
    return { items, ...(names && { people: names.people }) };
  }

  @Get('names')
  @KeptWithCatalogue()
  @ApiOperation({
    summary: 'Search by name: titles and people',
    description:
      'Forgives typing mistakes, missing blanks and numbers in words. Quicker than the search by plot, and there without it.',
  })
  @ApiOkResponse({ type: FoundMovies })
  @ApiProblems(400, 503)
  async names(
    @Query() { q, limit = DEFAULT_LIMIT }: SearchQuery,
    @CurrentViewing() viewing: Viewing,
    @ReadBy() { films }: Reader,
  ): Promise<FoundMovies> {
    const { movies, people } = await this.rpc.call(searchNames, { q, limit, ...limitedTo(viewing) });
    return { items: movies.map((movie) => titledFor(movie, films)), people };
  }

  @Get(':id')
  @KeptWithCatalogue()
  @ApiOperation({ summary: 'One film with all its details' })
  @ApiOkResponse({ type: MovieDetails })
  @ApiProblems(403, 404, 503)
  async one(
    @Param('id') movieId: string,
    @CurrentViewing() viewing: Viewing,
    @ReadBy() { films }: Reader,
  ): Promise<MovieDetails> {
    requireMovieId(movieId);
    return detailsFor(await this.rpc.call(getMovie, { movieId, ...limitedTo(viewing) }), films);
  }

  @Get(':id/similar')
  @KeptWithCatalogue()
  @ApiOperation({ summary: 'Similar films, with the reasons' })
  @ApiOkResponse({ type: SimilarMovies })
  @ApiProblems(400, 404, 503)
  async similar(
    @Param('id') movieId: string,
    @Query() { limit = DEFAULT_LIMIT }: LimitQuery,
    @CurrentViewing() viewing: Viewing,
    @ReadBy() { language, films }: Reader,
  ): Promise<SimilarMovies> {
    requireMovieId(movieId);
    const [found, cards] = await Promise.all([
      this.rpc.call(similarMovies, { movieId, limit, ...limitedTo(viewing) }),
      this.movies.cards([movieId], films),
    ]);
    // What these reasons name is the movie that was asked about.
    const titleOf = (id: string) => cards.get(id)?.title;
    return {
      items: found.map((similar) => ({
        ...similar,
        movie: titledFor(similar.movie, films),
        reasons: renderReasons(similar.reasons, language, titleOf),
      })),
    };
  }
}

@ApiTags('movies')
@Public()
@Controller('genres')
export class GenresController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @KeptWithCatalogue()
  @Header('cache-control', 'public, max-age=60')
  @ApiOperation({ summary: 'The genres, and how many films each has' })
  @ApiOkResponse({ type: [Genre] })
  @ApiProblems(503)
  list(): Promise<Genre[]> {
    return this.rpc.call(listGenres, {});
  }
}

@ApiTags('movies')
@Public()
@Controller('regions')
export class RegionsController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @Header('cache-control', 'public, max-age=60')
  @ApiOperation({
    summary: 'Where films can be watched, and how countries certify them',
    description:
      'Regions that this server follows, with their services, and countries whose certifications have an order.',
  })
  @ApiOkResponse({ type: [Region] })
  @ApiProblems(503)
  list(): Promise<Region[]> {
    return this.rpc.call(listRegions, {});
  }
}
