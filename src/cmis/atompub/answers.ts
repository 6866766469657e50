/** What goes out, with its headers. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { sendText } from '../../http/json';
import type { TypeDefinition } from '../../model/type-definition';
import type { ObjectSelection, ObjectView } from '../../repository/values/object-view';
import { XML_DECLARATION } from '../xml/writer';
import { drained } from '../../http/byte-sink';
import { shown, xmlStyle, type Call } from './call';
import { NAMESPACES, objectEntry, typeEntry, type EntryStyle } from './entries';
import { entryAddress, MEDIA_TYPES, typeAddress } from './links';
import { selectionArguments } from './selection';

export type Headers = Readonly<Record<string, string>>;

/** The answer is for this user and this moment. */
const COMMON: Headers = { 'Cache-Control': 'private, max-age=0', 'X-Content-Type-Options': 'nosniff' };
/** Characters: up to here an answer is one text, which can be packed; longer ones go out in such pieces. */
const PIECE = 1024 * 1024;

export interface Document {
  readonly status?: number;
  readonly type: string;
  readonly headers?: Headers;
}

const headersOf = (document: Document): Headers => ({
  ...COMMON,
  'Content-Type': `${document.type};charset=UTF-8`,
  ...document.headers,
});

/** Answers with a document that is one text, packed when the client takes that. */
export function sendDocument(call: Call, document: Document, text: string): Promise<void> {
  return sendText(call.req, call.res, { status: document.status ?? 200, headers: headersOf(document), text });
}

/** As `sendDocument`, of a text in pieces: a long one is never in memory as a whole. */
export async function sendPieces(call: Call, document: Document, pieces: Iterable<string>): Promise<void> {
  const { res, req } = call;
  let buffered = '';
  let isOpen = false;
  for (const piece of pieces) {
    buffered += piece;
    if (buffered.length < PIECE) continue;
    if (!isOpen) res.writeHead(document.status ?? 200, headersOf(document));
    isOpen = true;
    if (req.method === 'HEAD' || res.destroyed) break;
    if (!res.write(buffered)) await drained(res);
    buffered = '';
    // A client that takes all at once would else keep the process from everybody else.
    await othersTurn();
  }
  if (isOpen) res.end(req.method === 'HEAD' ? undefined : buffered);
  else await sendDocument(call, document, buffered);
}

/** Answers without a body. */
export function sendNothing(call: Call, status: number, headers: Headers = {}): void {
  call.res.writeHead(status, { ...COMMON, ...(status === 204 ? {} : { 'Content-Length': '0' }), ...headers });
  call.res.end();
}

/** State of an object, for `If-Match`. */
export const entityTag = ({ object }: ObjectView): string => `"${object.id};${object.changeToken}"`;

export interface EntryAnswer {
  readonly status?: number;
  readonly headers?: Headers;
  /** What of the object was asked for. */
  readonly selection?: ObjectSelection;
}

/** The entry of an object. */
export async function sendEntry(call: Call, view: ObjectView, answer: EntryAnswer = {}): Promise<void> {
  const { status = 200, selection } = answer;
  const style: EntryStyle = {
    ...xmlStyle(call),
    base: call.base,
    filter: selection?.filter,
    selection: selection ? selectionArguments(call.query) : '',
  };
  const text = XML_DECLARATION + objectEntry(shown(call, view), style, { namespaces: NAMESPACES });
  const headers = { ETag: entityTag(view), ...answer.headers };
  await sendDocument(call, { status, type: MEDIA_TYPES.entry, headers }, text);
}

/** As `sendEntry`, of an object that the request made, moved or gave another state. */
export function sendCreated(call: Call, view: ObjectView): Promise<void> {
  const location = entryAddress(call.base, view.object.id);
  return sendEntry(call, view, { status: 201, headers: { Location: location, 'Content-Location': location } });
}

export function sendType(
  call: Call,
  type: TypeDefinition,
  answer: { readonly status: number; readonly headers?: Headers },
): Promise<void> {
  const { base, version } = call;
  const style = { base, version, includePropertyDefinitions: true, now: new Date().toISOString() };
  const text = XML_DECLARATION + typeEntry(type, style, { namespaces: NAMESPACES });
  return sendDocument(call, { ...answer, type: MEDIA_TYPES.entry }, text);
}

export const typeLocation = (call: Call, type: TypeDefinition): Headers => ({
  Location: typeAddress(call.base, type.id),
});
