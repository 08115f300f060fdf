/** The API's types, which `npm run api:types` writes once for its client and for the web app. */
export type { components, paths } from '../../../../libs/client/schema.js';
