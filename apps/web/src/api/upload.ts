import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accessToken } from '../session/session';
import type { ImportResult } from './client';
import { persistently } from '../http/retry';
import { tell } from './changes';
import { ApiProblem, Unreachable } from '../http/problem';

/** Sends a history and tells how much of it has gone; `fetch` cannot say that, XMLHttpRequest can. */
export function useImport() {
  const client = useQueryClient();
  /** 0 … 1 of the bytes; at 1 the server is looking for the movies. */
  const [sent, setSent] = useState(0);
  const mutation = useMutation({
    mutationFn: (file: File) =>
      persistently(async (headers) => {
        setSent(0);
        const authorization = `Bearer ${(await accessToken()) ?? ''}`;
        return send(file, { ...headers, authorization }, setSent);
      }),
    onSuccess: () => tell(client, { kind: 'rate-many', movieIds: [] }, 'made'),
  });
  return { ...mutation, sent };
}

function send(
  file: File,
  headers: Record<string, string>,
  progress: (share: number) => void,
): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/me/ratings/import');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.upload.onload = () => progress(1);
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      if (request.status === 200) resolve(request.response as ImportResult);
      else reject(ApiProblem.from(answered(request), request.response));
    };
    const form = new FormData();
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

/** Downloads what is stored about me. */
export async function download(format: 'csv' | 'json'): Promise<void> {
  const token = await accessToken();
  const response = await fetch(`/api/v1/me/export${format === 'csv' ? '?format=csv' : ''}`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw ApiProblem.from(response, await response.json().catch(() => undefined));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = format === 'csv' ? 'ratings.csv' : 'movie-recommender.json';
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
