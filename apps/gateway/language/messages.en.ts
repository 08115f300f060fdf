const stars = '{{mean, number(minimumFractionDigits: 1; maximumFractionDigits: 1)}}';

/** The words of reasons, by code; `_one` and `_other` are plural forms (Intl.PluralRules). */
export const english = {
  liked: 'Because you liked {{title}}',
  'similar-users_one': `Rated ${stars} by {{count, number}} person with your taste`,
  'similar-users_other': `Rated ${stars} by {{count, number}} people with your taste`,
  'genre-liked': 'You like {{name}}',
  director: 'Directed by {{name}}',
  'director-of-liked': 'Directed by {{name}}, like {{title}}',
  'director-seen-in-liked': 'Directed by {{name}}, whom you saw in {{title}}',
  cast: 'With {{name}}',
  'cast-of-liked': 'With {{name}}, as in {{title}}',
  'cast-directed-liked': 'With {{name}}, who directed {{title}}',
  popular_one: `Popular with everyone: rated ${stars} by {{count, number}} person`,
  popular_other: `Popular with everyone: rated ${stars} by {{count, number}} people`,
  rated_one: `Rated ${stars} by {{count, number}} person`,
  rated_other: `Rated ${stars} by {{count, number}} people`,
  'rated-on-tmdb_one': `Rated ${stars} of 10 by {{count, number}} person on TMDB`,
  'rated-on-tmdb_other': `Rated ${stars} of 10 by {{count, number}} people on TMDB`,
  unrated: 'New here: nobody has rated it yet',
  'same-genre': 'Also {{name}}',
  'same-director': 'Also directed by {{name}}',
  'director-in-common': 'Directed by {{name}}',
  'cast-in-common': 'Also with {{name}}',
  'same-keyword': 'Also about {{name}}',
  'same-collection': 'From the same series: {{name}}',
  'similar-plot': 'A story close to that of {{title}}',
  'liked-together_one': '{{count, number}} person liked both',
  'liked-together_other': '{{count, number}} people liked both',
};

export type Messages = typeof english;
