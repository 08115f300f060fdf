import { useSyncExternalStore } from 'react';

/** A value that lives outside of React and tells who listens. */
export class Store<State> {
  private readonly listeners = new Set<() => void>();

  constructor(public state: State) {}

  set(state: State): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export function useStore<State>(store: Store<State>): State {
  return useSyncExternalStore(store.subscribe, () => store.state);
}
