import { seededRandom } from '#ranking/math/random.js';

/** How large a made-up world is. */
export interface WorldSize {
  people: number;
  films: number;
  /** Mean over people, above 20. */
  ratingsEach: number;
  seed: number;
}

/** One person's ratings, in the order they gave them. Parallel arrays, which the next person's replace. */
export interface MadeUpPerson {
  /** From 0, all different. */
  films: Int32Array;
  /** 0.5–5, by halves. */
  stars: Float32Array;
  /** Seconds since 1970. */
  times: Float64Array;
}

/** As in MovieLens 32M: everybody has given 20, half of all more than 73, one in 200,000 some 30,000; the mean is 159. */
const FEWEST = 20;
const SPREAD = 1.39;
/** Nobody rates more than this share of all films. */
const MOST_SHARE = 1 / 3;
/** Popularity falls as (rank + shift · films)^−steepness: the first film has 100,000 of 32 million, the middle one about ten. */
const STEEPNESS = 1.8;
const SHIFT = 0.003;
/** After so many draws for each rating of a person the films they lack are taken by popularity. */
const MOST_DRAWS = 20;
export const GENRES = [
  ...['Action', 'Adventure', 'Animation', 'Children', 'Comedy', 'Crime', 'Documentary', 'Drama', 'Fantasy'],
  ...['Film-Noir', 'Horror', 'Musical', 'Mystery', 'Romance', 'Sci-Fi', 'Thriller', 'War', 'Western'],
];
/** How often a film outside somebody's favourite genres is passed over. */
const PASSED_OVER = 0.6;
const FAVOURITES = 4;
const YEAR = 365 * 86_400;
const FIRST_YEAR = 25 * YEAR;
const YEARS = 28;

/**
 * People who rate films as in public statistics: few films have most of the ratings, few people give most, everybody prefers some
 * genres. The same for the same size and seed; memory is that of the films, however many people there are.
 */
export class MadeUpWorld {
  private readonly random: () => number;
  /** Two genres of each film, as places in GENRES. */
  readonly genres: Uint8Array;
  private readonly quality: Float32Array;
  /** Rising sums of popularity, the last of them 1. */
  private readonly ladder: Float64Array;
  /** The person who took a film last, counted from 1. */
  private readonly taker: Int32Array;

  constructor(readonly size: WorldSize) {
    const { films, seed } = size;
    this.random = seededRandom(seed);
    this.genres = new Uint8Array(2 * films).map(() => this.below(GENRES.length));
    this.quality = new Float32Array(films).map(() => this.random() + this.random() - 1);
    this.taker = new Int32Array(films);
    this.ladder = new Float64Array(films);
    let sum = 0;
    for (let rank = 0; rank < films; rank++)
      this.ladder[rank] = sum += (rank + 1 + SHIFT * films) ** -STEEPNESS;
    for (let rank = 0; rank < films; rank++) this.ladder[rank] /= sum;
  }

  *people(): Generator<MadeUpPerson> {
    for (let person = 1; person <= this.size.people; person++) yield this.person(person);
  }

  private person(number: number): MadeUpPerson {
    const count = this.diligence();
    const films = new Int32Array(count);
    const likes = new Uint8Array(GENRES.length);
    for (let n = 0; n < FAVOURITES; n++) likes[this.below(GENRES.length)] = 1;
    const isFavourite = (film: number) =>
      (likes[this.genres[2 * film]] | likes[this.genres[2 * film + 1]]) === 1;
    let taken = 0;
    for (let draw = 0; taken < count && draw < MOST_DRAWS * count; draw++) {
      const film = this.drawn();
      if (this.taker[film] === number || (!isFavourite(film) && this.random() < PASSED_OVER)) continue;
      this.taker[film] = number;
      films[taken++] = film;
    }
    for (let film = 0; taken < count; film++) if (this.taker[film] !== number) films[taken++] = film;
    const kindness = this.random() + this.random() - 1;
    const began = FIRST_YEAR + this.random() * YEARS * YEAR;
    const stars = new Float32Array(count);
    const times = new Float64Array(count);
    films.forEach((film, at) => {
      const liking = 3.3 + kindness + this.quality[film] + (isFavourite(film) ? 0.5 : -0.3);
      stars[at] = Math.max(0.5, Math.min(5, Math.round((liking + 1.5 * (this.random() - 0.5)) * 2) / 2));
      times[at] = Math.floor(began) + at * 60;
    });
    return { films, stars, times };
  }

  /** How many films somebody rates: 20, and more by a log-normal law. */
  private diligence(): number {
    const { films, ratingsEach } = this.size;
    const middle = Math.log(ratingsEach - FEWEST) - SPREAD ** 2 / 2;
    const normal = Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    const most = Math.max(FEWEST, Math.floor(films * MOST_SHARE));
    return Math.min(most, FEWEST + Math.floor(Math.exp(middle + SPREAD * normal)));
  }

  /** A film, the more popular the likelier. */
  private drawn(): number {
    const height = this.random();
    let [low, high] = [0, this.ladder.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ladder[middle] < height) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }
}
