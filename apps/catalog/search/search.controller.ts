import { FeelMood, moodFits, searchMovies, SearchMovies } from '#contracts/catalog/catalog.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { MoodSearch } from './mood.search.js';
import { MovieSearch } from './movie.search.js';

@Controller()
export class SearchController {
  constructor(
    private readonly movies: MovieSearch,
    private readonly moods: MoodSearch,
  ) {}

  @OnRpc(searchMovies)
  search(request: SearchMovies) {
    return this.movies.search(request);
  }

  @OnRpc(moodFits)
  feel(request: FeelMood) {
    return this.moods.feel(request);
  }
}
