/** A page as it was sent, and the movies on it. */
export interface SentPage {
  json: Buffer;
  movieIds: string[];
  /** When it was last noted what it shows. */
  notedAt: number;
}

/** About 17 kB each; beyond it the one made first is forgotten. */
const MAX_PAGES = 1000;

/**
 * Pages that were sent before, as bytes: people come back to a page, and their tabs ask for it again, while nothing has
 * changed. A key has to name all that a page is made of.
 */
export class PageCache {
  private readonly pages = new Map<string, SentPage>();

  get(key: string): SentPage | undefined {
    return this.pages.get(key);
  }

  set(key: string, page: SentPage): void {
    this.pages.set(key, page);
    const [oldest] = this.pages.keys();
    if (this.pages.size > MAX_PAGES) this.pages.delete(oldest);
  }
}
