/** Colours of a drawn poster: ground, two shapes, and an ink that reads on the ground (contrast 4.5 or more). */
export interface PosterColours {
  ground: string;
  shape: string;
  accent: string;
  ink: string;
}

const colours = (ground: string, shape: string, accent: string, ink: string): PosterColours => ({
  ground,
  shape,
  accent,
  ink,
});

const BY_GENRE: Record<string, PosterColours[]> = {
  Action: [
    colours('#1e2a36', '#e0632f', '#f3c34b', '#f5f1e8'),
    colours('#2a0f0d', '#c8321f', '#f7a531', '#fdeee0'),
    colours('#b92f1c', '#2b0d0b', '#f8c15c', '#fff6ec'),
  ],
  Adventure: [
    colours('#0f3a3a', '#e39a3b', '#f4dfae', '#f9f1dc'),
    colours('#e6b45c', '#7a3418', '#0f3a3a', '#2c140a'),
  ],
  Animation: [
    colours('#fbd34d', '#ef5b5b', '#2f7fd1', '#2a2140'),
    colours('#2b6cb8', '#fbd34d', '#ff8a66', '#ffffff'),
  ],
  Comedy: [
    colours('#2f7f79', '#f6d365', '#f08a5d', '#f9fbf3'),
    colours('#fbe3d6', '#d94f70', '#f2b134', '#43161f'),
    colours('#f6c744', '#e2563b', '#fff4d1', '#3a1d10'),
    colours('#f3ead6', '#ee7b3a', '#3c7d6f', '#33201a'),
  ],
  Crime: [
    colours('#2a2333', '#6d5a7c', '#d9b44a', '#f2ecf4'),
    colours('#15171c', '#5a6372', '#c9a227', '#f1ece0'),
    colours('#d9d2c3', '#1b1d22', '#9c2b24', '#1b1d22'),
  ],
  Documentary: [
    colours('#e9e5da', '#3f6b57', '#c9803b', '#22302a'),
    colours('#24443a', '#d7cfb4', '#e0a458', '#f4f0e2'),
  ],
  Drama: [
    colours('#20423f', '#7fae9b', '#e8c07d', '#f1f4ec'),
    colours('#e4dfe8', '#4a4e7d', '#c97b63', '#23233f'),
    colours('#26304a', '#8fa3c4', '#e8b298', '#f4efe6'),
    colours('#ece3d6', '#7d3c3a', '#c99a5b', '#33211f'),
    colours('#3d2a37', '#b4707d', '#f0c9a5', '#f8ede4'),
  ],
  Family: [
    colours('#bfe3d9', '#f2855e', '#2f6f73', '#16383a'),
    colours('#f9d8c0', '#3c8f8a', '#e4572e', '#3a2216'),
  ],
  Fantasy: [
    colours('#2c1f4f', '#8c6fd1', '#f0c75e', '#f6efff'),
    colours('#d9cff2', '#5b3f9c', '#d98e3f', '#2a1a4d'),
  ],
  History: [
    colours('#5b4427', '#c7a667', '#e9dcb9', '#fbf3df'),
    colours('#e7dcc0', '#8a5a2b', '#46543a', '#38280f'),
  ],
  Horror: [
    colours('#0d0d0f', '#7c0f12', '#c9c3b8', '#f2ede4'),
    colours('#8d1014', '#0d0d0f', '#e5d8c4', '#fff3ea'),
  ],
  Music: [
    colours('#3b1146', '#f25f8a', '#ffce54', '#fff0f4'),
    colours('#ff8f6b', '#45125a', '#ffe08a', '#310b40'),
  ],
  Mystery: [
    colours('#14282f', '#3f7d86', '#e7cf8b', '#eef4f0'),
    colours('#cdd6d0', '#1d3b43', '#b0562c', '#12272d'),
  ],
  Romance: [
    colours('#f7cfc8', '#c8415b', '#7a2440', '#4b1226'),
    colours('#86243f', '#f2a5a0', '#f8dcc4', '#fff0ec'),
  ],
  'Science Fiction': [
    colours('#2a0f3d', '#b5479b', '#4fd6e8', '#f7eaff'),
    colours('#071a2e', '#1f7fa8', '#ff7a45', '#e6f4fb'),
    colours('#0c1024', '#5c5fe0', '#41e0d0', '#eef0ff'),
    colours('#dfe7ea', '#123a56', '#f0653a', '#0b2438'),
  ],
  Thriller: [
    colours('#1d2b24', '#4f7a5c', '#e7d36f', '#eef3ea'),
    colours('#101418', '#2f5d6b', '#e8492f', '#f0f3f2'),
    colours('#e9e4da', '#15191d', '#e04a2c', '#15191d'),
  ],
  War: [
    colours('#3a3d2b', '#8d8a5e', '#d6b26a', '#f3efdc'),
    colours('#d5cfb6', '#4d5136', '#9a3a22', '#26291a'),
  ],
  Western: [
    colours('#a94f1d', '#7a2f14', '#f6cf86', '#fff4e4'),
    colours('#f0d3a0', '#a84a1d', '#5c2a17', '#40190a'),
  ],
};

const PLAIN = [
  colours('#3a3f47', '#8b93a1', '#e0c58f', '#f4f2ec'),
  colours('#dcd9d1', '#5e6672', '#b0763a', '#24272c'),
];

/** Genres that say more about how a movie looks than its first one does, the most telling first. */
const TELLING = [
  'Western',
  'Horror',
  'Science Fiction',
  'Animation',
  'War',
  'Fantasy',
  'Music',
  'Documentary',
  'History',
  'Mystery',
  'Romance',
  'Crime',
  'Comedy',
  'Adventure',
  'Family',
  'Action',
  'Thriller',
  'Drama',
];

const SERIF = new Set(['Drama', 'Romance', 'History', 'Fantasy', 'Mystery', 'Family', 'War']);

export const ART_KINDS = 10;

export interface PosterDesign extends PosterColours {
  genre: string | undefined;
  serif: boolean;
  /** 0 … ART_KINDS − 1 */
  art: number;
  /** 32 random bits that belong to the movie */
  seed: number;
}

/** FNV-1a, then a mix, so that neighbouring ids differ in every bit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The same movie always looks the same; movies of a genre look related. */
export function designOf(movie: { id: string; title: string; genres: string[] }): PosterDesign {
  const seed = hashOf(movie.id + movie.title);
  const telling = movie.genres
    .filter((name) => name in BY_GENRE)
    .sort((a, b) => TELLING.indexOf(a) - TELLING.indexOf(b));
  const genre = telling[seed % Math.min(2, telling.length || 1)];
  const choice = (genre && BY_GENRE[genre]) || PLAIN;
  return {
    ...choice[(seed >>> 4) % choice.length],
    genre,
    serif: genre !== undefined && SERIF.has(genre),
    art: (seed >>> 8) % ART_KINDS,
    seed,
  };
}
