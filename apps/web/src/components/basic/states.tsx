import type { ReactNode } from 'react';
import { messageOf } from '../../http/problem';
import { Icon } from './icons';
import { app } from '../../words/en/app';

interface EmptyProps {
  title: string;
  children?: ReactNode;
  /** Nothing else is on the page. */
  isPage?: boolean;
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, children, isPage = false }: EmptyProps) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className="state">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

interface FailedProps {
  error: unknown;
  retry?: () => void;
  /** Nothing else is on the page. */
  isPage?: boolean;
}

export function Failed({ error, retry, isPage = false }: FailedProps) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className="state" role="alert">
      <Heading>{app.failed}</Heading>
      <p>{messageOf(error)}</p>
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {app.tryAgain}
        </button>
      )}
    </div>
  );
}

export function GridSkeleton({ count = 12 }: { count?: number }) {
  return (
    <div className="grid" role="status" aria-label={app.loading}>
      {Array.from({ length: count }, (_, i) => (
        <div key={i} className="card skeleton-card" aria-hidden="true">
          <div className="skeleton poster-shape" />
          <div className="skeleton line" />
          <div className="skeleton line short" />
        </div>
      ))}
    </div>
  );
}

export function Thinking({ children }: { children: ReactNode }) {
  return (
    <span className="thinking">
      <span className="thinking-dots" aria-hidden="true" />
      {children}
    </span>
  );
}

export function Done({ children }: { children: ReactNode }) {
  return (
    <span className="done">
      <Icon name="check" />
      {children}
    </span>
  );
}
