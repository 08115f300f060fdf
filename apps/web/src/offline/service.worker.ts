import {
  cleanupOutdatedCaches,
  matchPrecache,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';

/** The app's own files, of this build; the build fills it in. */
declare const __SHELL__: PrecacheEntry[];

/** What is not the app, as the gateway has it. */
const NO_PAGES = [/^\/(api|assets|docs|docs-json|docs-yaml|health|metrics)(\/|$)/, /\.[a-z]+$/];
/** A connection that is hardly there is none. */
const PATIENCE_SECONDS = 5;

/**
 * Keeps the app's own files, so that it opens without a network; what the API answers is never kept. Pages come from the
 * server while it answers, so nobody sees an app of yesterday. A new one waits until the tabs of the old one are closed:
 * until then they need the old one's files.
 */
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(
    new NetworkOnly({
      networkTimeoutSeconds: PATIENCE_SECONDS,
      plugins: [{ handlerDidError: () => matchPrecache('/index.html') }],
    }),
    { denylist: NO_PAGES },
  ),
);
precacheAndRoute(__SHELL__, { cleanURLs: false, directoryIndex: '' });
