import { createBrowserRouter, Navigate } from 'react-router';
import { ErrorPage } from './pages/error.page';
import { HomePage } from './pages/home/home.page';
import { Shell } from './components/frame/shell';
import { SignedIn } from './components/frame/signed-in';

/** Pages that a visit does not begin with come when they are asked for. */
export const routes = () =>
  createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <ErrorPage />,
      HydrateFallback: () => null,
      children: [
        {
          errorElement: <ErrorPage />,
          children: [
            { path: '/', element: <HomePage /> },
            {
              path: '/list',
              lazy: async () => ({ Component: (await import('./pages/movies/list.page')).ListPage }),
            },
            {
              path: '/login',
              lazy: async () => ({ Component: (await import('./pages/entry/login.page')).LoginPage }),
            },
            {
              path: '/signed-in',
              lazy: async () => ({
                Component: (await import('./pages/entry/signed-in.page')).SignedInPage,
              }),
            },
            {
              path: '/link',
              lazy: async () => ({ Component: (await import('./pages/entry/link.page')).LinkPage }),
            },
            {
              path: '/register',
              lazy: async () => ({ Component: (await import('./pages/entry/register.page')).RegisterPage }),
            },
            {
              path: '/movies/:id',
              lazy: async () => ({ Component: (await import('./pages/movies/movie.page')).MoviePage }),
            },
            {
              path: '/people/:id',
              lazy: async () => ({ Component: (await import('./pages/movies/person.page')).PersonPage }),
            },
            {
              path: '/search',
              lazy: async () => ({ Component: (await import('./pages/movies/search.page')).SearchPage }),
            },
            {
              element: <SignedIn />,
              children: [
                {
                  path: '/tonight',
                  lazy: async () => ({
                    Component: (await import('./pages/movies/tonight.page')).TonightPage,
                  }),
                },
                {
                  path: '/rows/:id',
                  lazy: async () => ({ Component: (await import('./pages/home/row.page')).RowPage }),
                },
                {
                  path: '/rate',
                  lazy: async () => ({ Component: (await import('./pages/me/rate.page')).RatePage }),
                },
                {
                  path: '/my-films',
                  lazy: async () => ({ Component: (await import('./pages/me/my-movies.page')).MyMoviesPage }),
                  children: [
                    { index: true, element: <Navigate to="/my-films/ratings" replace /> },
                    {
                      path: 'ratings',
                      lazy: async () => ({
                        Component: (await import('./pages/me/my-ratings.page')).MyRatingsPage,
                      }),
                    },
                    {
                      path: ':shelf',
                      lazy: async () => ({
                        Component: (await import('./pages/me/saved-list.page')).SavedListPage,
                      }),
                    },
                    {
                      path: 'import',
                      lazy: async () => ({
                        Component: (await import('./pages/import/import.page')).ImportPage,
                      }),
                    },
                    {
                      path: 'taste',
                      lazy: async () => ({ Component: (await import('./pages/me/taste.page')).TastePage }),
                    },
                  ],
                },
                {
                  path: '/account',
                  lazy: async () => ({ Component: (await import('./pages/me/account.page')).AccountPage }),
                },
              ],
            },
            {
              path: '*',
              lazy: async () => ({ Component: (await import('./pages/not-found.page')).NotFoundPage }),
            },
          ],
        },
      ],
    },
  ]);
