import { Store } from '../../session/store';

const KEPT = 'shortcuts';
const OFF = 'off';

/** Whether single keys do something, as this browser keeps it, and whether the sheet that tells of them is open. */
export const shortcuts = new Store({ areOn: kept() !== OFF, isSheetOpen: false });

export const openShortcuts = () => shortcuts.set({ ...shortcuts.state, isSheetOpen: true });

export const closeShortcuts = () => shortcuts.set({ ...shortcuts.state, isSheetOpen: false });

export function switchShortcuts(areOn: boolean): void {
  shortcuts.set({ ...shortcuts.state, areOn });
  if (areOn) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, OFF);
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    // No storage: they are on.
    return null;
  }
}
