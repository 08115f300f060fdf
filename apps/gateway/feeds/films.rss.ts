import type { RecommendationPage } from '../http/responses.js';
import { Feed } from 'feed';

/** What stands above a feed. */
export interface FeedHead {
  title: string;
  description: string;
  language: string;
  /** Of the web app, without a slash at its end. */
  origin: string;
}

/** What XML 1.0 takes no text with, or would rather not. */
const CONTROLS = /[[\p{Cc}\ufffe\uffff]--[\t\n\r]]/gv;

/** Films with their reasons as RSS 2.0. A film keeps its id, so that a reader shows it once, however its place changes. */
export function filmsRss(head: FeedHead, { items, generatedAt }: RecommendationPage): string {
  const { title, description, language, origin } = head;
  const feed = new Feed({
    title,
    description,
    id: origin,
    link: origin,
    language,
    updated: new Date(generatedAt),
    copyright: '',
    generator: 'movie-recommender',
  });
  for (const { movie, predictedRating, reasons } of items) {
    const words = [`${predictedRating.toFixed(1)} ★`, ...reasons.map(({ text }) => text)];
    feed.addItem({
      id: `${origin}/movies/${movie.id}`,
      link: `${origin}/movies/${movie.id}`,
      title: clean(movie.year === undefined ? movie.title : `${movie.title} (${movie.year})`),
      description: clean(words.join(' · ')),
      date: new Date(generatedAt),
      category: movie.genres.map((name) => ({ name: clean(name) })),
    });
  }
  return feed.rss2();
}

/** A text without what feeds and calendars cannot hold. */
export const clean = (text: string) => text.toWellFormed().replace(CONTROLS, '');
