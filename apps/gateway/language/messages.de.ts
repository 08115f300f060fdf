import type { Messages } from './messages.en.js';

const stars = '{{mean, number(minimumFractionDigits: 1; maximumFractionDigits: 1)}}';

export const german: Messages = {
  liked: 'Weil dir „{{title}}“ gefallen hat',
  'similar-users_one': `Mit ${stars} bewertet von {{count, number}} Person mit deinem Geschmack`,
  'similar-users_other': `Mit ${stars} bewertet von {{count, number}} Leuten mit deinem Geschmack`,
  'genre-liked': 'Du magst {{name}}',
  director: 'Regie: {{name}}',
  'director-of-liked': 'Regie: {{name}}, wie bei „{{title}}“',
  'director-seen-in-liked': 'Regie: {{name}}, zu sehen in „{{title}}“',
  cast: 'Mit {{name}}',
  'cast-of-liked': 'Mit {{name}}, wie in „{{title}}“',
  'cast-directed-liked': 'Mit {{name}}, Regie bei „{{title}}“',
  popular_one: `Bei allen beliebt: mit ${stars} bewertet von {{count, number}} Person`,
  popular_other: `Bei allen beliebt: mit ${stars} bewertet von {{count, number}} Leuten`,
  rated_one: `Mit ${stars} bewertet von {{count, number}} Person`,
  rated_other: `Mit ${stars} bewertet von {{count, number}} Leuten`,
  'rated-on-tmdb_one': `Mit ${stars} von 10 bewertet von {{count, number}} Person auf TMDB`,
  'rated-on-tmdb_other': `Mit ${stars} von 10 bewertet von {{count, number}} Leuten auf TMDB`,
  unrated: 'Neu hier: noch von niemandem bewertet',
  'same-genre': 'Auch {{name}}',
  'same-director': 'Auch unter der Regie von {{name}}',
  'director-in-common': 'Regie: {{name}}',
  'cast-in-common': 'Auch mit {{name}}',
  'same-keyword': 'Auch darin: {{name}}',
  'same-collection': 'Aus derselben Reihe: {{name}}',
  'similar-plot': 'Eine ähnliche Geschichte wie „{{title}}“',
  'liked-together_one': '{{count, number}} Person mochte beide',
  'liked-together_other': '{{count, number}} Leute mochten beide',
};
