/** Once the page is there: what keeps the app's files for later must not take the line from what is needed now. */
export function keepShell(): void {
  // Over plain HTTP there is none, but on this machine itself; the development server has none.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  if (document.readyState === 'complete') keep();
  else window.addEventListener('load', keep);
}

function keep(): void {
  navigator.serviceWorker.register('/service-worker.js').catch(() => {
    // Not allowed here, or the server went away: the app works without.
  });
}
