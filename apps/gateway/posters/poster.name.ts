/** What TMDB calls the widths that pages show, and nothing else. */
export const POSTER_SIZES = ['w185', 'w342', 'w500'] as const;
const FILE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.(jpg|png|webp)$/;

/** The name under which a poster is kept; undefined for what is none: whatever it is, nobody asks TMDB for it. */
export function posterName(size: string, file: string): string | undefined {
  return (POSTER_SIZES as readonly string[]).includes(size) && FILE.test(file)
    ? `${size}-${file}`
    : undefined;
}

/** Where TMDB has a poster, below its address. */
export function posterPath(name: string): string {
  return name.replace('-', '/');
}

/** Whether a file's name is that of a poster that is kept. */
export function isPosterName(name: string): boolean {
  const at = name.indexOf('-');
  return posterName(name.slice(0, at), name.slice(at + 1)) === name;
}

const BEGINNINGS: [type: string, isIt: (bytes: Buffer) => boolean][] = [
  ['image/jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/png', (bytes) => bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))],
  [
    'image/webp',
    (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
  ],
];

/** The kind of picture that bytes are, by how they begin, whatever anybody says of them; undefined for what is none. */
export function pictureType(bytes: Buffer): string | undefined {
  return BEGINNINGS.find(([, isIt]) => isIt(bytes))?.[0];
}
