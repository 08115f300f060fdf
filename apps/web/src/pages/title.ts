import { useEffect } from 'react';
import { app } from '../words/en/app';

export function useTitle(title?: string): void {
  useEffect(() => {
    document.title = title ? app.titled(title) : app.name;
  }, [title]);
}
