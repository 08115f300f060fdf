import { LANGUAGE_TAG, MAX_LANGUAGES } from '#contracts/protocol/fields.js';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** Languages that the words of answers can be in; the first where a reader asks for none of them. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Who reads an answer. */
export interface Reader {
  /** Of its words. */
  language: Language;
  /**
   * Of titles and plots, which may be in many more: tags in lower case ("pt-br"), the best first. None for who reads English,
   * which films have anyway.
   */
  films: readonly string[];
}

/** @param acceptLanguage  the header (RFC 9110), as the client sent it */
export function languageOf(acceptLanguage: string | undefined): Language {
  return readerOf(acceptLanguage).language;
}

/** @param acceptLanguage  as above */
export function readerOf(acceptLanguage: string | undefined): Reader {
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage } });
  const wanted = negotiator.languages().map((tag) => tag.toLowerCase());
  const english = wanted.findIndex((tag) => /^(\*|en)(-|$)/.test(tag));
  const beforeEnglish = english < 0 ? wanted : wanted.slice(0, english);
  return {
    language: (negotiator.language([...LANGUAGES]) as Language | undefined) ?? LANGUAGES[0],
    films: beforeEnglish.filter((tag) => LANGUAGE_TAG.test(tag)).slice(0, MAX_LANGUAGES),
  };
}

/** The language the reader asked for; the answer says that it is in it. */
export const ReaderLanguage = createParamDecorator(
  (_: unknown, context: ExecutionContext): Language => readerIn(context).language,
);

/** Who reads the answer, which says so; for answers with films in them. */
export const ReadBy = createParamDecorator((_: unknown, context: ExecutionContext): Reader => {
  void context.switchToHttp().getResponse<FastifyReply>().header('vary', 'Accept-Language');
  return readerIn(context);
});

function readerIn(context: ExecutionContext): Reader {
  const http = context.switchToHttp();
  const reader = readerOf(http.getRequest<FastifyRequest>().headers['accept-language']);
  void http.getResponse<FastifyReply>().header('content-language', reader.language);
  return reader;
}
