let translated: Record<string, object> = {};

/**
 * The texts of one part of the app. They are written in English; what is read from them while a page is shown is in the
 * language of the page, so no module may read one when it is loaded.
 *
 * @param area  what these texts are called in a translation
 */
export function words<Texts extends object>(area: string, english: Texts): Texts {
  return new Proxy(english, {
    get: (_, key) => Reflect.get(translated[area] ?? english, key) as unknown,
  });
}

/** @param areas  texts in the language of the page, by area; English where there are none */
export function translate(areas: Record<string, object>): void {
  translated = areas;
}
