import type { IncomingMessage } from 'node:http';
import { readBody } from '../../http/request-body';
import { badRequest, tooLarge, unsupported, unsupportedMediaType } from './api-error';
import type { OperationInfo } from './operation';
import { unreadable } from './shapes';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxDepth: number;
}

export const isForm = (req: IncomingMessage): boolean =>
  /^\s*multipart\/form-data\s*(?:;|$)/i.test(req.headers['content-type'] ?? '');

/** All are made in one transaction. */
const MAX_ELEMENTS = 1_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The elements of the body, read by the operation's shape: one, or all of an array. @throws ApiError. */
export async function readBodies(
  req: IncomingMessage,
  operation: OperationInfo,
  limits: BodyLimits,
): Promise<readonly unknown[]> {
  const { body: shape } = operation;
  if (!shape || operation.rawBody === true) return [undefined];
  if (isForm(req)) throw unsupportedMediaType('A body of JSON is expected, not multipart/form-data');
  const text = await bodyText(req, limits.maxBodyBytes);
  if (text.trim() === '') {
    if (operation.bodyIsOptional === true) return [undefined];
    throw unreadable('No content to map due to end-of-input');
  }
  const value = parseJson(text, limits.maxDepth);
  if (!Array.isArray(value)) return [readElement(shape, value)];
  if (operation.method !== 'POST') throw unreadable('an object is expected, not a list');
  if (value.length === 0) throw badRequest('Could not read content from HTTP request body, the list is empty');
  if (operation.many !== true) throw unsupported('Only 1 entity is supported in the HTTP request body');
  if (value.length > MAX_ELEMENTS) throw unreadable(`the list has more than ${MAX_ELEMENTS} elements`);
  return (value as readonly unknown[]).map((element) => readElement(shape, element));
}

function readElement(shape: NonNullable<OperationInfo['body']>, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) throw unreadable('it is no object');
  return shape.read(value, 'body');
}

async function bodyText(req: IncomingMessage, maxBytes: number): Promise<string> {
  const bytes = await readBody(req, {
    maxBytes,
    tooLong: () => tooLarge(`The body of the request is longer than ${maxBytes} bytes`),
  });
  try {
    return utf8.decode(bytes);
  } catch {
    throw unreadable('it is no UTF-8');
  }
}

function parseJson(text: string, maxDepth: number): unknown {
  checkDepth(text, maxDepth);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unreadable((error as Error).message.slice(0, 200));
  }
}

/** Brackets outside of texts; what they enclose is for the parser. */
function checkDepth(text: string, maxDepth: number): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) {
      if (++depth > maxDepth) throw unreadable(`it is nested deeper than ${maxDepth} levels`);
    } else if (code === 93 || code === 125) depth--;
  }
}
