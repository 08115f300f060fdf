import { searchMovies, SearchMovies } from '#contracts/catalog/catalog.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { MovieSearch } from './movie.search.js';

@Controller()
export class SearchController {
  constructor(private readonly movies: MovieSearch) {}

  @OnRpc(searchMovies)
  search(request: SearchMovies) {
    return this.movies.search(request);
  }
}
