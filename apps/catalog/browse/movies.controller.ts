import {
  browseMovies,
  BrowseMovies,
  getMovie,
  getMovieCards,
  getMovieLinks,
  listGenres,
  MovieRef,
  MovieRefs,
  Nothing,
  pageMovies,
  PageMovies,
} from '#contracts/catalog/catalog.rpc.js';
import { fittingPage } from '#platform/broker/message.size.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { GenreCounts } from './genre.counts.js';
import { MovieReader } from './movie.reader.js';

@Controller()
export class MoviesController {
  constructor(
    private readonly movies: MovieReader,
    private readonly genres: GenreCounts,
  ) {}

  @OnRpc(getMovie)
  movie({ movieId, certificationMax }: MovieRef) {
    return this.movies.details(movieId, certificationMax);
  }

  @OnRpc(getMovieCards)
  cards({ movieIds }: MovieRefs) {
    return this.movies.cards(movieIds);
  }

  @OnRpc(getMovieLinks)
  links({ movieIds }: MovieRefs) {
    return this.movies.links(movieIds);
  }

  @OnRpc(browseMovies)
  browse(request: BrowseMovies) {
    return this.movies.browse(request);
  }

  @OnRpc(pageMovies)
  async page({ limit, after }: PageMovies) {
    return fittingPage(await this.movies.page(limit, after));
  }

  @OnRpc(listGenres)
  genreCounts(_request: Nothing) {
    return this.genres.list();
  }
}
