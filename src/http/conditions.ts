import type { IncomingHttpHeaders } from 'node:http';

/** What conditions of a request are compared with. */
export interface Validators {
  /** In quotes, strong. */
  readonly etag: string;
  /** In milliseconds; HTTP knows whole seconds only. */
  readonly modified: number;
}

/** What the conditions of a GET or HEAD ask for, in the order of RFC 9110 §13.2.2; dates that are none count for nothing. */
export function evaluateConditions(headers: IncomingHttpHeaders, validators: Validators): 'send' | 304 | 412 {
  const { etag } = validators;
  const modified = wholeSeconds(validators.modified);
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined) {
    if (!names(ifMatch, etag, { weakly: false })) return 412;
  } else if (modified > dateOf(headers['if-unmodified-since'], Infinity)) {
    return 412;
  }
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, etag, { weakly: true }) ? 304 : 'send';
  return modified <= dateOf(headers['if-modified-since'], -Infinity) ? 304 : 'send';
}

/** Whether `If-Range`, where there is one, lets the range stand. */
export function rangeStands(headers: IncomingHttpHeaders, { etag, modified }: Validators): boolean {
  const condition = headers['if-range'];
  if (typeof condition !== 'string') return true;
  return condition.includes('"') ? condition.trim() === etag : dateOf(condition, NaN) === wholeSeconds(modified);
}

const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;

function dateOf(text: string | undefined, otherwise: number): number {
  const ms = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(ms) ? otherwise : ms;
}

function names(list: string, etag: string, { weakly }: { readonly weakly: boolean }): boolean {
  if (list.trim() === '*') return true;
  const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => tag === etag || (weakly && tag === `W/${etag}`));
}

/** First and last byte of a part. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * The part that a `Range` header asks for. Undefined: all of it, for want of a range, for several at once, for what is
 * no range, and for `bytes=0-`, by which clients ask for the whole.
 */
export function requestedPart(range: string | undefined, length: number): Part | 'unsatisfiable' | undefined {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(range ?? '');
  if (!match || length === 0) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return undefined;
    return Number(last) === 0 ? 'unsatisfiable' : { start: Math.max(0, length - Number(last)), end: length - 1 };
  }
  const start = Number(first);
  if (last === '') {
    if (start === 0) return undefined;
  } else if (Number(last) < start) {
    return undefined;
  }
  if (start >= length) return 'unsatisfiable';
  return { start, end: last === '' ? length - 1 : Math.min(Number(last), length - 1) };
}
