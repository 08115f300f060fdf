import type { Page } from 'playwright-core';
import { movieId } from '../system/small.dataset.js';

/** A page of the web app, and what says that all of it is there. */
export type PageWithSigns = readonly [path: string, ...signs: string[]];

/** Every page, as somebody with a list sees it. */
export const PAGES: readonly PageWithSigns[] = [
  ['/', '.film-row .card-reason'],
  ['/list', '[data-film] .card-reason'],
  ['/rows/director', '[data-film] .card-reason'],
  ['/rows/none-such', '.state'],
  [`/?film=${movieId('space', 20)}`, '.sheet .people'],
  ['/list?genre=Drama&genre=Adventure', '.state .chip'],
  ['/rate', '[data-film] .stars'],
  ['/tonight', '[data-film] .reasons'],
  ['/tonight?mood=no%20war', '[data-film] .reasons'],
  [`/movies/${movieId('paris', 3)}`, '.why .reasons', '.grid [data-film]'],
  ['/search', '.state'],
  ['/search?q=space', '[data-film]'],
  ['/search?q=ada%20orbit', '.found-people'],
  ['/people/ada-orbit', '[data-film]'],
  ['/my-films/ratings', '[data-film] .stars'],
  ['/my-films/watchlist', '.state'],
  ['/my-films/seen', '.state'],
  ['/my-films/not-interested', '.state'],
  ['/my-films/taste', '.bar'],
  ['/my-films/import', '.drop'],
  ['/account', '.panel input'],
  ['/no/such/page', '.state'],
];

/** Those that look another way to a stranger. */
export const STRANGERS_PAGES: readonly PageWithSigns[] = [
  ['/', '.welcome-words', '.welcome-wall .poster'],
  ['/list?genre=Drama', '[data-film]'],
  [`/movies/${movieId('paris', 58)}`, '.grid [data-film]'],
  ['/search?q=space', '[data-film]'],
  ['/login?ended=yes', 'main input'],
  ['/register', 'main input'],
];

export async function open(page: Page, [path, ...signs]: PageWithSigns): Promise<void> {
  await page.goto(path);
  for (const sign of signs) await page.locator(sign).first().waitFor();
}
