import { Store } from './store';

const PROBE_MS = 2000;

/** Whether the server answers. While it does not, its health is asked until it does. */
export const reachability = new Store<{ up: boolean }>({ up: true });

let probing = false;

export function reportAnswer(): void {
  if (!reachability.state.up) reachability.set({ up: true });
}

export function reportSilence(): void {
  reachability.set({ up: false });
  if (probing) return;
  probing = true;
  const probe = async () => {
    const answer = await fetch('/health/live', { cache: 'no-store' }).catch(() => undefined);
    if (answer?.ok) {
      probing = false;
      reportAnswer();
    } else window.setTimeout(probe, PROBE_MS);
  };
  window.setTimeout(probe, PROBE_MS);
}

window.addEventListener('offline', reportSilence);
