import { Store } from './store';

export interface ImportProgress {
  importId: string;
  done: number;
  total: number;
}

/** How far the import is that runs now, in this tab or another. */
export const importProgress = new Store<ImportProgress | undefined>(undefined);
