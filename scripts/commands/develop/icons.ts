import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { installedChromium, launch, NO_CHROMIUM } from '../../../test/support/web/browser.js';

/** Makes the app's icons for systems that take no SVG, out of its favicon. */

const folder = join(projectRoot(), 'apps', 'web', 'public');
const ICONS = [
  { name: '192', size: 192, isWhole: false },
  { name: '512', size: 512, isWhole: false },
  // Systems cut these into shapes of their own: what matters is in the middle, and the ground goes to the edges.
  { name: 'maskable-512', size: 512, isWhole: true },
  { name: 'apple-180', size: 180, isWhole: true },
];
/** The star of an icon without corners may be larger: it stays within the circle of 0.8 that is never cut. */
const SCALE = 1.1;

const favicon = readFileSync(join(folder, 'favicon.svg'), 'utf8');
const ground = /<rect[^>]*fill="(#[0-9a-f]+)"/.exec(favicon)?.[1];
const chromium = await installedChromium();
if (!chromium || !ground) {
  console.error(`✗ ${ground ? NO_CHROMIUM : 'favicon.svg has no ground'}`);
  process.exit(1);
}
const browser = await launch(chromium);
try {
  for (const { name, size, isWhole } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size }, deviceScaleFactor: 1 });
    const drawn = isWhole ? Math.round(size * SCALE) : size;
    const styles = `margin:0;display:grid;place-items:center;height:100vh;background:${isWhole ? ground : 'transparent'}`;
    const picture = favicon.replace('<svg', `<svg width="${drawn}" height="${drawn}"`);
    await page.setContent(`<body style="${styles}">${picture}</body>`);
    const file = join(folder, 'icons', `${name}.png`);
    writeFileSync(file, await page.screenshot({ omitBackground: true }));
    console.log(file);
    await page.close();
  }
} finally {
  await browser.close();
}
