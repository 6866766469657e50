/** JSONP: an answer as a script that calls a function of the page; only where an operator switched it on. */
import type { OutgoingHttpHeaders } from 'node:http';
import { isFunctionName, scriptText } from '../../http/jsonp';
import { ApiError, badRequest } from './api-error';
import type { QueryValues } from './request-query';

export interface Jsonp {
  readonly headers: OutgoingHttpHeaders;
  script(json: string): string;
}

/** Undefined when the request has no `callback`. @throws ApiError 403 while JSONP is off, 400 for what is no function's name. */
export function jsonp(
  values: QueryValues,
  { allowed, isRead }: { readonly allowed: boolean; readonly isRead: boolean },
): Jsonp | undefined {
  const name = values.get('callback');
  if (name === undefined) return undefined;
  if (!allowed) {
    throw new ApiError(
      403,
      'For security reasons the callback parameter is not allowed',
      'framework.exception.JsonpCallbackNotAllowed',
    );
  }
  if (!isFunctionName(name)) throw badRequest(`'callback' is '${name.slice(0, 100)}', which is no name of a function`);
  if (!isRead) throw badRequest(`'callback' belongs to reads`);
  return {
    headers: { 'Content-Type': 'application/javascript;charset=UTF-8' },
    script: (json) => scriptText(name, json),
  };
}
