import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import subsetFont from 'subset-font';

/**
 * Makes the fonts of the first load, for Latin letters, out of those of the packages: with the weights and widths that the styles
 * use and no others, which is about half the bytes. Letters of other scripts come from the packages' files when a page has some.
 */

const web = join(projectRoot(), 'apps', 'web');
const packages = createRequire(join(web, 'package.json'));
const folder = join(web, 'src', 'styles', 'fonts');
const FONTS: { name: string; of?: string; axes: Record<string, number | { min: number; max: number }> }[] = [
  { name: 'inter', axes: { wght: { min: 400, max: 660 } } },
  { name: 'fraunces', axes: { wght: 600 } },
  // Narrow, as titles on posters are set.
  { name: 'archivo', of: 'wdth', axes: { wght: { min: 560, max: 800 }, wdth: 72 } },
];
/** Basic Latin and what Western European texts have besides, as the packages cut it. */
const LETTERS = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x131],
  [0x152, 0x153],
  [0x2bb, 0x2bc],
  [0x2c6],
  [0x2da],
  [0x2dc],
  [0x304],
  [0x308],
  [0x329],
  [0x2000, 0x206f],
  [0x20ac],
  [0x2122],
  [0x2191],
  [0x2193],
  [0x2212],
  [0x2215],
  [0xfeff],
  [0xfffd],
]
  .flatMap(([from, to = from]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
  .map((code) => String.fromCodePoint(code))
  .join('');

mkdirSync(folder, { recursive: true });
for (const { name, of = 'wght', axes } of FONTS) {
  const whole = readFileSync(
    packages.resolve(`@fontsource-variable/${name}/files/${name}-latin-${of}-normal.woff2`),
  );
  const less = await subsetFont(whole, LETTERS, { targetFormat: 'woff2', variationAxes: axes });
  writeFileSync(join(folder, `${name}-latin.woff2`), less);
  console.log(`${name}: ${less.length} bytes of ${whole.length}`);
}
