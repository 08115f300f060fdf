import {
  browseMovies,
  BrowseMovies,
  getMovie,
  getMovieCards,
  listGenres,
  matchHistory,
  MatchHistory,
  MovieRef,
  MovieRefs,
  Nothing,
  pageMovies,
  PageMovies,
  searchMovies,
  SearchMovies,
} from '#contracts/catalog/catalog.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { GenreCounts } from './movies/genre.counts.js';
import { HistoryMatcher } from './history/history.matcher.js';
import { MovieReader } from './movies/movie.reader.js';
import { MovieSearch } from './search/movie.search.js';

@Controller()
export class CatalogController {
  constructor(
    private readonly movies: MovieReader,
    private readonly found: MovieSearch,
    private readonly genres: GenreCounts,
    private readonly history: HistoryMatcher,
  ) {}

  @OnRpc(getMovie)
  movie({ movieId }: MovieRef) {
    return this.movies.details(movieId);
  }

  @OnRpc(getMovieCards)
  cards({ movieIds }: MovieRefs) {
    return this.movies.cards(movieIds);
  }

  @OnRpc(browseMovies)
  browse(request: BrowseMovies) {
    return this.movies.browse(request);
  }

  @OnRpc(searchMovies)
  search(request: SearchMovies) {
    return this.found.search(request);
  }

  @OnRpc(listGenres)
  genreCounts(_request: Nothing) {
    return this.genres.list();
  }

  @OnRpc(matchHistory)
  match({ rows }: MatchHistory) {
    return this.history.match(rows);
  }

  @OnRpc(pageMovies)
  page({ limit, after }: PageMovies) {
    return this.movies.page(limit, after);
  }
}
