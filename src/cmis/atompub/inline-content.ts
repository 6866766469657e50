/**
 * Content inside of an entry: `cmisra:content` with base64, or `atom:content` with text, markup or base64. Its bytes
 * go to the content store while the entry is read, so it may be of any length. CMIS 1.1 §3.5.2, RFC 4287 §4.1.3.
 */
import type { Staging } from '../../content/staging';
import { invalidArgument } from '../../model/errors';
import type { StagedContent } from '../../repository/contract/new-object';
import { ATOM, CHEMISTRY, CMISRA } from '../xml/namespaces';
import type { Diversion } from '../xml/reader';
import { attribute, child, childText, isNamed, type XmlElement } from '../xml/tree';
import { byteSink, type ByteSink } from '../../http/byte-sink';

type Kind = 'cmisra' | 'atom';

export interface InlineContent {
  divert(element: XmlElement, ancestors: readonly XmlElement[]): Diversion | undefined;
  ready(): Promise<void> | undefined;
  /** Aborted with the reason when the store fails. */
  readonly failed: AbortSignal;
  /** What was in the entry, once all of it was read. `cmisra` wins where both are there. */
  finish(entry: XmlElement): Promise<FoundContent>;
  /** Removes what was staged. */
  giveUp(): Promise<void>;
}

export interface FoundContent {
  readonly content?: StagedContent;
  /** Which element it was in. */
  readonly from?: Kind;
  /** `src` of an `atom:content`. */
  readonly source?: string;
}

export function inlineContent(staging: Staging): InlineContent {
  const sinks = new Map<Kind, ByteSink>();
  const failed = new AbortController();
  const openSink = (kind: Kind): ByteSink => {
    if (sinks.has(kind)) throw invalidArgument('The entry has more than one content.');
    const sink = byteSink(staging);
    sink.failed.addEventListener('abort', () => failed.abort(sink.failed.reason));
    sinks.set(kind, sink);
    return sink;
  };
  const giveUp = async (kind: Kind): Promise<void> => {
    await sinks.get(kind)?.giveUp();
    sinks.delete(kind);
  };
  return {
    failed: failed.signal,
    divert: (element, ancestors) => {
      const depth = ancestors.length;
      if (depth === 2 && isNamed(element, CMISRA, 'base64') && isContent(ancestors[1], CMISRA)) {
        return base64(openSink('cmisra'));
      }
      if (depth !== 1 || !isContent(element, ATOM) || attribute(element, 'src') !== undefined) return undefined;
      const { form } = atomForm(attribute(element, 'type'));
      const sink = openSink('atom');
      return form === 'base64' ? base64(sink) : text(sink, form === 'markup');
    },
    ready: () => {
      for (const sink of sinks.values()) {
        const ready = sink.ready();
        if (ready) return ready;
      }
      return undefined;
    },
    finish: async (entry) => {
      const cmisra = await sinks.get('cmisra')?.end();
      if (cmisra) {
        await giveUp('atom');
        return { content: { ...cmisra, ...aboutCmisra(child(entry, CMISRA, 'content')) }, from: 'cmisra' };
      }
      const element = child(entry, ATOM, 'content');
      const source = element && attribute(element, 'src');
      if (source !== undefined) return { source };
      const atom = await sinks.get('atom')?.end();
      if (!atom || !element) return {};
      // Atom wants the element even where there is nothing to say.
      if (atom.length === 0) {
        await giveUp('atom');
        return {};
      }
      return { content: { ...atom, mimeType: atomForm(attribute(element, 'type')).mimeType }, from: 'atom' };
    },
    giveUp: async () => {
      await giveUp('cmisra');
      await giveUp('atom');
    },
  };
}

const isContent = (element: XmlElement | undefined, uri: string): element is XmlElement =>
  element !== undefined && isNamed(element, uri, 'content');

function aboutCmisra(content: XmlElement | undefined): Pick<StagedContent, 'mimeType' | 'fileName'> {
  const mimeType = childText(content, CMISRA, 'mediatype')?.trim();
  const fileName = childText(content, CHEMISTRY, 'filename')?.trim();
  return { ...(mimeType && { mimeType }), ...(fileName && { fileName }) };
}

/** How the inside of an `atom:content` of that type is to be understood, RFC 4287 §4.1.3.3. */
function atomForm(type = 'text'): { readonly form: 'text' | 'markup' | 'base64'; readonly mimeType: string } {
  const lower = type.trim().toLowerCase();
  if (lower === 'text' || lower === '') return { form: 'text', mimeType: 'text/plain' };
  if (lower === 'html') return { form: 'text', mimeType: 'text/html' };
  if (lower === 'xhtml') return { form: 'markup', mimeType: 'application/xhtml+xml' };
  const mediaType = lower.split(';', 1)[0]?.trim() ?? '';
  if (mediaType.endsWith('+xml') || mediaType.endsWith('/xml')) return { form: 'markup', mimeType: type.trim() };
  return { form: mediaType.startsWith('text/') ? 'text' : 'base64', mimeType: type.trim() };
}

function text(sink: ByteSink, markup: boolean): Diversion {
  return { markup, write: (piece) => sink.write(Buffer.from(piece)), close: () => undefined };
}

const NO_BASE64 = /[^A-Za-z0-9+/=]/;

/** Pieces are cut anywhere: what is left of four characters waits for the next one. */
function base64(sink: ByteSink): Diversion {
  let held = '';
  let isPadded = false;
  return {
    write: (piece) => {
      const characters = held + piece.replace(/\s+/g, '');
      const whole = characters.length - (characters.length % 4);
      const quads = characters.slice(0, whole);
      held = characters.slice(whole);
      if (quads === '') return;
      const padding = quads.indexOf('=');
      if (isPadded || NO_BASE64.test(quads) || (padding >= 0 && !/^={1,2}$/.test(quads.slice(padding)))) {
        throw invalidArgument('The content is not base64.');
      }
      isPadded = padding >= 0;
      sink.write(Buffer.from(quads, 'base64'));
    },
    close: () => {
      if (held !== '') throw invalidArgument('The content is not base64: its end is missing.');
    },
  };
}
