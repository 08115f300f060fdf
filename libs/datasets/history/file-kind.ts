/** So many bytes tell what kind a file is. */
export const KIND_BYTES = 4096;

const AS_CSV = 'save it as CSV (UTF-8) there and choose that file';

/** Kinds of files that hold no CSV, by how they begin. */
const BEGINNINGS: [bytes: number[], what: string][] = [
  [[0xd0, 0xcf, 0x11, 0xe0], `an Excel workbook: open it, ${AS_CSV}`],
  [[0x1f, 0x8b], 'a gzip archive: unpack it and choose the CSV file in it'],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive: unpack it and choose the CSV file in it'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7-Zip archive: unpack it and choose the CSV file in it'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document: export your ratings as CSV instead'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture: export your ratings as CSV instead'],
  [[0xff, 0xd8, 0xff], 'a picture: export your ratings as CSV instead'],
];

/**
 * What a file is when it is no CSV text in UTF-8, and what to do instead; undefined when it may be one.
 *
 * @param head  its first bytes, {@link KIND_BYTES} of them if it has so many
 */
export function foreignKind(head: Buffer): string | undefined {
  const known = BEGINNINGS.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (known) return known[1];
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return archiveKind(head);
  const line = head.subarray(0, head.indexOf('\n') + 1 || undefined);
  if (isUtf16(line)) return 'a text in UTF-16: save it as CSV in UTF-8 and choose that file';
  // Titles may hold anything, the names of columns do not.
  if (line.includes(0)) return 'no text: export your ratings as CSV and choose that file';
  return textKind(
    head
      .toString('utf8')
      .replace(/^\uFEFF/u, '')
      .trimStart(),
  );
}

function archiveKind(head: Buffer): string {
  const names = head.toString('latin1');
  if (/\[Content_Types\]\.xml|xl\//u.test(names)) return `an Excel workbook: open it, ${AS_CSV}`;
  if (names.includes('opendocument.spreadsheet')) return `an OpenDocument spreadsheet: open it, ${AS_CSV}`;
  return 'a ZIP archive: unpack it and choose the ratings in it (of Letterboxd’s, ratings.csv)';
}

function textKind(text: string): string | undefined {
  if (/^[{[]/u.test(text))
    return 'JSON, as Trakt and others export it: export your ratings as CSV and choose that file';
  if (/^<(?:!doctype|\?xml|html)/iu.test(text))
    return 'a web page: download the export again, and log in there first if it asks for it';
  if (text.split(/\r?\n/u, 1)[0].includes('\uFFFD'))
    return 'a text in another encoding than UTF-8: save it as CSV (UTF-8) and choose that file';
  return undefined;
}

/** Every other byte of plain words in UTF-16 is 0. */
function isUtf16(head: Buffer): boolean {
  const mark = head.length >= 2 && [0xfeff, 0xfffe].includes(head.readUInt16BE(0));
  const zeros = head.reduce((count, byte) => count + Number(byte === 0), 0);
  return mark || (head.length >= 8 && Math.abs(zeros / head.length - 0.5) < 0.1);
}

/** Files of services and of their other exports, by columns that only they have. */
const FOREIGN_HEADERS: [columns: string[], what: string][] = [
  [
    ['Date', 'Name', 'Year', 'Letterboxd URI'],
    'a list of Letterboxd’s without ratings: choose ratings.csv of the same archive',
  ],
  [['Const', 'Title', 'Year'], 'a list of IMDb’s without your ratings: export “Your ratings” there'],
  [['movieId', 'title', 'genres'], 'MovieLens’ list of movies: choose ratings.csv of the same folder'],
  [['movieId', 'imdbId', 'tmdbId'], 'MovieLens’ list of links: choose ratings.csv of the same folder'],
  [['Score', 'Film Name'], 'Criticker’s export, whose scores have no fixed scale: it cannot be read yet'],
  [
    ['Your Rating', 'Name', 'Type'],
    'TMDB’s export, which cannot be read yet: give it IMDb’s columns (Const, Your Rating, Date Rated, Title, Year)',
  ],
  [
    ['trakt_rated_at'],
    'Trakt’s export, which cannot be read yet: give it IMDb’s columns (Const, Your Rating, Date Rated, Title, Year)',
  ],
  [['Title Name', 'Thumbs Value'], 'Netflix’ thumbs, which are no stars: they cannot be read'],
];

/** What a file is whose columns are none of ours; undefined when they say nothing. */
export function foreignTable(header: string[]): string | undefined {
  const known = FOREIGN_HEADERS.find(([columns]) => columns.every((column) => header.includes(column)));
  if (known) return known[1];
  if (header.join() === 'Title,Date') return 'Netflix’ viewing history, which holds no ratings';
  const [line] = header;
  if (header.length > 1) return undefined;
  if (line.includes(';')) return 'a table with semicolons between its columns: save it with commas';
  if (line.includes('\t')) return 'a table with tabs between its columns: save it with commas';
  return undefined;
}
