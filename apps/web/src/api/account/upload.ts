import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { accessToken } from '../../session/session';
import type { ColumnMapping, ImportLook } from '../client';
import { persistently } from '../../http/retry';
import { ApiProblem, Unreachable } from '../../http/problem';
import { inMyLanguage } from '../../words/language';

/** A file, and how its columns are to be read if that is known. */
export interface HistoryFile {
  file: File;
  mapping?: ColumnMapping;
  user?: string;
}

/** Sends a history to be looked at and tells how much of it has gone; `fetch` cannot say that, XMLHttpRequest can. */
export function useLook() {
  /** 0 … 1 of the bytes; at 1 the server is looking for the movies. */
  const [sent, setSent] = useState(0);
  const mutation = useMutation({
    mutationFn: (history: HistoryFile) =>
      persistently(async (headers) => {
        setSent(0);
        const authorization = `Bearer ${(await accessToken()) ?? ''}`;
        return send(history, { ...inMyLanguage(), ...headers, authorization }, setSent);
      }),
  });
  return { ...mutation, sent };
}

function send(
  { file, mapping, user }: HistoryFile,
  headers: Record<string, string>,
  progress: (share: number) => void,
): Promise<ImportLook> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/me/imports');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.upload.onload = () => progress(1);
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status === 201) resolve(request.response as ImportLook);
      else reject(ApiProblem.from(answered(request), request.response));
    };
    const form = new FormData();
    // What belongs to a file comes before it.
    if (mapping) form.set('mapping', JSON.stringify(mapping));
    if (user) form.set('user', user);
    form.set('file', file);
    request.send(form);
  });
}

function answered(request: XMLHttpRequest): Response {
  const retryAfter = request.getResponseHeader('retry-after');
  return new Response(null, {
    status: request.status,
    headers: retryAfter ? { 'retry-after': retryAfter } : {},
  });
}

const EXPORT_FILES = {
  csv: 'ratings.csv',
  json: 'movie-recommender.json',
  letterboxd: 'letterboxd.csv',
  imdb: 'imdb-ratings.csv',
  trakt: 'trakt.json',
};
export type ExportFormat = keyof typeof EXPORT_FILES;

/** Downloads what is stored about me. */
export async function download(format: ExportFormat): Promise<void> {
  const token = await accessToken();
  const response = await fetch(`/api/v1/me/export?format=${format}`, {
    headers: { ...inMyLanguage(), authorization: `Bearer ${token}` },
  }).catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw ApiProblem.from(response, await response.json().catch(() => undefined));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = EXPORT_FILES[format];
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
