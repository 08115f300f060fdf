/* global location */
// A stranger's first page shows posters: what they are is asked for while the app itself is still on its way.
(() => {
  try {
    if (location.pathname !== '/' || location.search || localStorage.getItem('has-session')) return;
    const link = document.createElement('link');
    Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous' });
    link.href = '/api/v1/movies?sort=popularity&limit=60';
    document.head.append(link);
  } catch {
    // No storage: the app asks by itself.
  }
})();
