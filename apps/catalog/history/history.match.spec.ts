import { titleKeys } from '#datasets/matching/title-key.js';
import { shortTitles } from '#datasets/matching/title-variants.js';
import { describe, expect, it } from '@jest/globals';
import { matchByTitle, type TitledMovie } from './history.match.js';

const catalogue = keyed([
  ['1091', 'The Thing', 1982],
  ['60935', 'The Thing', 2011],
  ['10785', 'The Thing from Another World (The Thing)', 1951],
  ['603', 'The Matrix', 1999],
  ['807', 'Seven (a.k.a. Se7en)', 1995],
  ['a', 'Twins', 1988],
  ['b', 'Twins', 1988],
  ['nodate', 'Undated', undefined],
]);
const match = (title?: string, year?: number) => matchByTitle({ row: 2, title, year }, { byKey: catalogue });

describe('matchByTitle', () => {
  it('finds a movie by title and year, wherever its article stands', () => {
    expect(match('Matrix, The', 1999)).toEqual({ movieId: '603' });
    expect(match('Se7en', 1995)).toEqual({ movieId: '807' });
  });

  it('accepts a year that is one off, and prefers the exact one', () => {
    expect(match('The Matrix', 1998)).toEqual({ movieId: '603' });
    expect(match('The Thing', 1982)).toEqual({ movieId: '1091' });
  });

  it('says which movies there are when no year fits', () => {
    expect(match('The Matrix', 2003)).toEqual({
      why: 'the catalogue has no film "The Matrix" (2003), only The Matrix (1999)',
    });
  });

  it('does not guess between several movies', () => {
    expect(match('The Thing')).toEqual({
      why: 'several films fit: The Thing (1982), The Thing (2011): a year would tell them apart',
    });
    expect(match('Twins', 1988)).toEqual({ why: 'several films fit: Twins (1988)' });
  });

  it('prefers a main title to an alternative one', () => {
    expect(match('The Thing', 1951)).toEqual({ movieId: '10785' });
    const both = keyed([
      ['own', 'Alien', 1979],
      ['other', 'Something (Alien)', 1979],
    ]);
    expect(matchByTitle({ row: 2, title: 'Alien', year: 1979 }, { byKey: both })).toEqual({ movieId: 'own' });
  });

  it('says what is missing', () => {
    expect(match('Nobody Made This', 2001)).toEqual({
      why: 'the catalogue has no film "Nobody Made This" (2001)',
    });
    expect(match()).toEqual({ why: 'the row has neither an id nor a title' });
    expect(matchByTitle({ row: 2, movielensId: 7, imdbId: 'tt1' }, { byKey: catalogue })).toEqual({
      why: 'the catalogue has no film with the MovieLens id 7 or the IMDb id tt1',
    });
    expect(match('Undated', 2000)).toEqual({
      why: 'the catalogue has no film "Undated" (2000), only Undated (year unknown)',
    });
  });
});

/** Films as a catalogue names them, with original and other titles. */
const FILMS: [id: string, year: number, ...titles: string[]][] = [
  ['matrix', 1999, 'The Matrix'],
  ['amelie', 2001, 'Amélie', "Le Fabuleux Destin d'Amélie Poulain"],
  ['boat', 1981, 'Das Boot', 'The Boat'],
  ['avventura', 1960, "L'Avventura", 'The Adventure'],
  ['blows', 1959, 'The 400 Blows', 'Les Quatre Cents Coups'],
  ['labyrinth', 2006, "Pan's Labyrinth", 'El laberinto del fauno'],
  ['lives', 2006, 'The Lives of Others', 'Das Leben der Anderen'],
  ['dolce', 1960, 'La Dolce Vita'],
  ['samurai', 1954, 'Seven Samurai', '七人の侍', 'Shichinin no Samurai'],
  ['godfather2', 1974, 'The Godfather: Part II'],
  ['godfather', 1972, 'The Godfather'],
  ['rocky2', 1979, 'Rocky II'],
  ['rocky', 1976, 'Rocky'],
  ['terminator2', 1991, 'Terminator 2: Judgment Day'],
  ['kill1', 2003, 'Kill Bill: Vol. 1'],
  ['kill2', 2004, 'Kill Bill: Vol. 2'],
  ['starwars', 1977, 'Star Wars'],
  ['empire', 1980, 'The Empire Strikes Back'],
  ['birdman', 2014, 'Birdman or (The Unexpected Virtue of Ignorance)'],
  ['strangelove', 1964, 'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb'],
  ['startrek', 1979, 'Star Trek: The Motion Picture'],
  ['startrek9', 2009, 'Star Trek'],
  ['seven', 1995, 'Seven (a.k.a. Se7en)'],
  ['fast', 2001, 'The Fast and the Furious'],
  ['thelma', 1991, 'Thelma & Louise'],
  ['naked', 1991, 'The Naked Gun 2½: The Smell of Fear'],
  ['spider', 2002, 'Spider-Man'],
  ['spider2', 2004, 'Spider-Man 2'],
  ['walle', 2008, 'WALL·E'],
  ['apollo', 1995, 'Apollo 13'],
  ['malcolm', 1992, 'Malcolm X'],
  ['history', 1998, 'American History X'],
  ['henry', 1989, 'Henry V'],
  ['lotr', 2001, 'The Lord of the Rings: The Fellowship of the Ring'],
  ['hp7a', 2010, 'Harry Potter and the Deathly Hallows: Part 1'],
  ['hp7b', 2011, 'Harry Potter and the Deathly Hallows: Part 2'],
  ['thing', 1982, 'The Thing'],
  ['thing11', 2011, 'The Thing'],
  ['another', 1951, 'The Thing from Another World'],
  ['robot', 2004, 'I, Robot'],
  ['alien', 1979, 'Alien'],
  ['aliens', 1986, 'Aliens'],
  ['alien3', 1992, 'Alien³'],
  ['back3', 1990, 'Back to the Future Part III'],
  ['dogville', 2003, 'Dogville'],
  ['men12', 1957, '12 Angry Men'],
  ['nine', 2009, 'Nine'],
  ['nine9', 2009, '9'],
  ['mr', 1939, 'Mr. Smith Goes to Washington'],
  ['kramer', 1979, 'Kramer vs. Kramer'],
  ['once', 1968, 'Once Upon a Time in the West', "C'era una volta il West"],
  ['frozen', 2013, 'Frozen'],
  ['hobbit', 2012, 'The Hobbit: An Unexpected Journey'],
];

const byKey = new Map<string, TitledMovie[]>();
const byShortTitle = new Map<string, TitledMovie[]>();
for (const [id, year, title, ...others] of FILMS) {
  const put = (map: typeof byKey, key: string, rank: number) =>
    map.set(key, [...(map.get(key) ?? []), { id, title, year, rank }]);
  [...new Set([title, ...others].flatMap(titleKeys))].forEach((key, rank) => put(byKey, key, rank));
  for (const key of new Set([title, ...others].flatMap(shortTitles))) put(byShortTitle, key, 0);
}

describe('a title as another service spells it', () => {
  it.each<[title: string, year: number, id: string | undefined]>([
    ['Matrix, The', 1999, 'matrix'],
    ['Matrix', 1999, 'matrix'],
    ['THE MATRIX', 1999, 'matrix'],
    ['The Matrix ', 1998, 'matrix'],
    ['Amelie', 2001, 'amelie'],
    ['Le fabuleux destin d’Amélie Poulain', 2001, 'amelie'],
    ['Fabuleux destin d’Amélie Poulain, Le', 2001, 'amelie'],
    ['Amélie (Le Fabuleux Destin d’Amélie Poulain)', 2001, 'amelie'],
    ['Boot', 1981, 'boat'],
    ['Boot, Das', 1981, 'boat'],
    ['The Boat', 1981, 'boat'],
    ['L’avventura', 1960, 'avventura'],
    ['Avventura, L´', 1960, 'avventura'],
    ['Avventura', 1960, 'avventura'],
    ['400 Blows', 1959, 'blows'],
    ['Quatre cents coups', 1959, 'blows'],
    ['Laberinto del fauno, El', 2006, 'labyrinth'],
    ['Laberinto del fauno', 2006, 'labyrinth'],
    ['Pans Labyrinth', 2006, 'labyrinth'],
    ['Leben der Anderen, Das', 2006, 'lives'],
    ['Dolce vita', 1960, 'dolce'],
    ['七人の侍', 1954, 'samurai'],
    ['The Seven Samurai', 1954, 'samurai'],
    ['7 Samurai', 1954, 'samurai'],
    ['The Godfather Part 2', 1974, 'godfather2'],
    ['The Godfather: Part Two', 1974, 'godfather2'],
    ['The Godfather II', 1974, 'godfather2'],
    ['Godfather 2', 1974, 'godfather2'],
    ['The Godfather, Pt. II', 1974, 'godfather2'],
    ['Rocky 2', 1979, 'rocky2'],
    ['Terminator II: Judgment Day', 1991, 'terminator2'],
    ['Terminator 2', 1991, 'terminator2'],
    ['Kill Bill: Volume 1', 2003, 'kill1'],
    ['Kill Bill Volume One', 2003, 'kill1'],
    ['Kill Bill 2', 2004, 'kill2'],
    ['Kill Bill Vol.2', 2004, 'kill2'],
    ['Star Wars: Episode IV - A New Hope', 1977, 'starwars'],
    ['Star Wars (Episode IV)', 1977, 'starwars'],
    ['Birdman', 2014, 'birdman'],
    ['Birdman: or The Unexpected Virtue of Ignorance', 2014, 'birdman'],
    ['Dr. Strangelove', 1964, 'strangelove'],
    ['Doctor Strangelove or: How I Learned to Stop Worrying and Love the Bomb', 1964, 'strangelove'],
    ['Star Trek', 1979, 'startrek'],
    ['Star Trek', 2009, 'startrek9'],
    ['Se7en', 1995, 'seven'],
    ['The Fast & the Furious', 2001, 'fast'],
    ['Thelma and Louise', 1991, 'thelma'],
    ['Thelma et Louise', 1991, 'thelma'],
    ['Thelma und Louise', 1991, 'thelma'],
    ['The Naked Gun 2 1/2: The Smell of Fear', 1991, 'naked'],
    ['The Naked Gun 2½', 1991, 'naked'],
    ['Spider Man', 2002, 'spider'],
    ['Spider–Man II', 2004, 'spider2'],
    ['Wall-E', 2008, 'walle'],
    ['Apollo XIII', 1995, 'apollo'],
    ['Malcolm X', 1992, 'malcolm'],
    ['Henry 5', 1989, 'henry'],
    ['Lord of the Rings: The Fellowship of the Ring, The', 2001, 'lotr'],
    ['The Lord of the Rings - The Fellowship of the Ring', 2001, 'lotr'],
    ['Harry Potter and the Deathly Hallows Part I', 2010, 'hp7a'],
    ['Harry Potter & the Deathly Hallows: Part II', 2011, 'hp7b'],
    ['Thing, The', 2011, 'thing11'],
    ['I, Robot', 2004, 'robot'],
    ['Alien 3', 1992, 'alien3'],
    ['Alien III', 1992, 'alien3'],
    ['Back to the Future 3', 1990, 'back3'],
    ['Twelve Angry Men', 1957, undefined],
    ['Mister Smith Goes to Washington', 1939, 'mr'],
    ['Kramer versus Kramer', 1979, 'kramer'],
    ["C'era una volta il West", 1968, 'once'],
    ['The Hobbit', 2012, 'hobbit'],
    // Never a wrong film.
    ['Alien', 1986, undefined],
    ['Aliens', 1979, undefined],
    ['Rocky', 1979, undefined],
    ['Rocky III', 1982, undefined],
    ['The Godfather', 1974, undefined],
    ['The Godfather Part III', 1990, undefined],
    ['Kill Bill', 2003, undefined],
    ['Kill Bill: Vol. 3', 2004, undefined],
    ['Harry Potter and the Deathly Hallows', 2010, undefined],
    ['Spider-Man 3', 2007, undefined],
    ['Star Wars: The Clone Wars', 2008, undefined],
    ['Star Trek: Nemesis', 2002, undefined],
    ['Frozen: Sing-Along', 2012, undefined],
    ['American History', 1998, undefined],
    ['The Thing from Another World', 1982, undefined],
    ['Matrix Reloaded', 2003, undefined],
    ['Terminator', 1991, undefined],
    ['Dogville Confessions', 2003, undefined],
    ['Nine', 2009, 'nine'],
    ['9', 2009, 'nine9'],
  ])('is found, or nothing is: %s (%i)', (title, year, id) => {
    const match = matchByTitle({ row: 2, title, year }, { byKey, byShortTitle });
    expect('movieId' in match ? match.movieId : undefined).toBe(id);
  });

  it('is found by its original title', () => {
    const row = {
      row: 2,
      title: 'Spiel mir das Lied vom Tod',
      originalTitle: "C'era una volta il West",
      year: 1968,
    };
    expect(matchByTitle(row, { byKey, byShortTitle })).toEqual({ movieId: 'once' });
  });
});

function keyed(movies: [id: string, title: string, year: number | undefined][]): Map<string, TitledMovie[]> {
  const byKey = new Map<string, TitledMovie[]>();
  for (const [id, title, year] of movies)
    titleKeys(title).forEach((key, rank) =>
      byKey.set(key, [...(byKey.get(key) ?? []), { id, title, year, rank }]),
    );
  return byKey;
}
