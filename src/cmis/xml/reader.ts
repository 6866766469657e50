/**
 * Reading XML of strangers: namespaces resolved, a small tree, bounded in every direction. What XML 1.0 and its
 * namespaces call ill-formed is refused, and so are document types and everything that could make a document grow.
 */
import { parser as saxParser, type QualifiedAttribute, type QualifiedTag } from 'sax';
import { invalidArgument } from '../../model/errors';
import { xmlDecoder } from './decoder';
import { RawChecks } from './raw-checks';
import type { XmlAttribute, XmlElement } from './tree';
import { escapeXml } from './writer';

const DEEPEST = 100;
const MOST_ELEMENTS = 200_000;
/** Characters of a name, and of an attribute's value. */
const LONGEST_NAME = 1024;
const LONGEST_VALUE = 64 * 1024;
/** Characters of one element's own text, and of all texts and attributes of a document. Diverted texts do not count. */
const LONGEST_TEXT = 1024 * 1024;
const LARGEST_TOTAL = 10 * 1024 * 1024;

/** Where the inside of an element goes instead of the tree. */
export interface Diversion {
  /** Elements below it are written as markup too; without it they are refused. */
  readonly markup?: boolean;
  write(text: string): void;
  /** Its end tag was read. */
  close(): void;
}

export interface XmlReading {
  /** `charset` of the media type. */
  readonly charset?: string | undefined;
  /** Asked for each element when it opens, with its ancestors, the root first. */
  readonly divert?: (element: XmlElement, ancestors: readonly XmlElement[]) => Diversion | undefined;
}

export interface XmlReader {
  /** The next bytes of the document. @throws CmisError `invalidArgument` at the first thing that is wrong. */
  write(bytes: Uint8Array): void;
  /** The root element. @throws CmisError `invalidArgument` when the document is not complete. */
  end(): XmlElement;
}

/**
 * Reads a document as its bytes come, whatever their encoding. Limits keep it small; what may be long is diverted.
 * @throws CmisError `invalidArgument`, from `write` and `end`, for what is not well-formed or beyond a limit.
 */
export function xmlReader(reading: XmlReading = {}): XmlReader {
  const decoder = xmlDecoder(reading.charset);
  const reader = new TreeReader(reading, () => decoder.encoding);
  return {
    write: (bytes) => reader.write(decoder.decode(bytes)),
    end: () => {
      reader.write(decoder.end());
      return reader.end();
    },
  };
}

/** An element that is not closed yet. */
interface OpenElement {
  readonly element: { -readonly [K in keyof XmlElement]: XmlElement[K] } & { readonly children: XmlElement[] };
  readonly diversion: Diversion | undefined;
  textLength: number;
}

// Without positions the parser never empties its buffers by itself: `write` does, and RawChecks bounds the others.
const OPTIONS = { xmlns: true, position: false, strictEntities: true };

class TreeReader {
  private readonly parser = saxParser(true, OPTIONS);
  private readonly raw = new RawChecks();
  private readonly reading: XmlReading;
  private readonly open: OpenElement[] = [];
  /** Names of the elements that are open inside the one that is diverted as markup. */
  private readonly markup: string[] = [];
  private attributes: QualifiedAttribute[] = [];
  private root: XmlElement | undefined;
  private total = 0;
  private elements = 0;

  constructor(reading: XmlReading, encoding: () => string | undefined) {
    const { parser } = this;
    this.reading = reading;
    parser.onerror = (error) => {
      throw invalidArgument(`The document is not well-formed XML: ${String(error.message.split('\n')[0])}.`);
    };
    parser.onprocessinginstruction = ({ name, body }) => {
      if (name === 'xml') requireEncoding(body, encoding());
    };
    parser.onopentagstart = () => {
      this.attributes = [];
    };
    parser.onattribute = (attribute) => this.attribute(attribute as QualifiedAttribute);
    parser.onopentag = (tag) => this.opened(tag as QualifiedTag);
    parser.ontext = (text) => this.text(text);
    parser.onopencdata = () => {
      if (this.open.length === 0) throw invalidArgument('There is text outside of the root element.');
    };
    parser.oncdata = (text) => this.text(text);
    parser.onclosetag = () => this.closed();
  }

  write(text: string): void {
    this.raw.look(text);
    this.parser.write(text);
    this.parser.flush();
  }

  end(): XmlElement {
    this.parser.close();
    if (!this.root || this.open.length > 0) throw invalidArgument('The document has no root element.');
    return this.root;
  }

  private attribute(attribute: QualifiedAttribute): void {
    const { name, prefix, local, value } = attribute;
    requireName(name, attribute.uri);
    if (value.length > LONGEST_VALUE) throw invalidArgument(`The value of the attribute '${name}' is too long.`);
    if (prefix === 'xmlns' && local !== '' && value === '') {
      throw invalidArgument(`The prefix '${local}' is bound to nothing.`);
    }
    if (this.attributes.some((other) => other.local === local && other.uri === attribute.uri)) {
      throw invalidArgument(`An element has the attribute '${name}' more than once.`);
    }
    this.count(value.length);
    this.attributes.push(attribute);
  }

  private opened(tag: QualifiedTag): void {
    requireName(tag.name, tag.uri);
    this.elements += 1;
    if (this.elements > MOST_ELEMENTS) throw invalidArgument('The document has too many elements.');
    if (this.open.length + this.markup.length >= DEEPEST) throw invalidArgument('The document is nested too deeply.');
    const parent = this.open.at(-1);
    if (parent?.diversion) {
      this.openedInMarkup(tag, parent.diversion);
      return;
    }
    if (!parent && this.root) throw invalidArgument('The document has more than one root element.');
    const attributes: XmlAttribute[] = this.attributes
      .filter(({ prefix }) => prefix !== 'xmlns')
      .map(({ uri, local, value }) => ({ uri, local, value }));
    const element = { uri: tag.uri, local: tag.local, attributes, children: [], text: '' };
    const ancestors = this.open.map((above) => above.element);
    const diversion = this.reading.divert?.(element, ancestors);
    parent?.element.children.push(element);
    if (!parent) this.root = element;
    this.open.push({ element, diversion, textLength: 0 });
  }

  private openedInMarkup(tag: QualifiedTag, diversion: Diversion): void {
    if (!diversion.markup) throw invalidArgument(`There is an element '${tag.name}' where only text can be.`);
    let markup = `<${tag.name}`;
    for (const { name, value } of this.attributes) markup += ` ${name}="${escapeXml(value)}"`;
    if (this.markup.length === 0) markup += this.inheritedNamespaces(tag);
    this.markup.push(tag.name);
    diversion.write(`${markup}>`);
  }

  /** Declarations that the outermost element of a piece of markup would lose. */
  private inheritedNamespaces(tag: QualifiedTag): string {
    let markup = '';
    for (const prefix in tag.ns) {
      const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
      const isOwn = this.attributes.some((attribute) => attribute.name === name);
      if (isOwn || prefix === 'xml' || prefix === 'xmlns') continue;
      markup += ` ${name}="${escapeXml(String(tag.ns[prefix]))}"`;
    }
    return markup;
  }

  private text(text: string): void {
    const current = this.open.at(-1);
    // White space around the root; the parser refuses anything else there.
    if (!current) return;
    if (current.diversion) {
      if (this.markup.length === 0 && current.diversion.markup && text.trim() === '') return;
      current.diversion.write(this.markup.length > 0 ? escapeXml(text) : text);
      return;
    }
    current.textLength += text.length;
    if (current.textLength > LONGEST_TEXT) {
      throw invalidArgument(`The text of '${current.element.local}' is longer than ${LONGEST_TEXT} characters.`);
    }
    this.count(text.length);
    current.element.text += text;
  }

  private closed(): void {
    const current = this.open.at(-1);
    const name = this.markup.pop();
    if (name !== undefined) {
      current?.diversion?.write(`</${name}>`);
      return;
    }
    this.open.pop();
    current?.diversion?.close();
  }

  private count(characters: number): void {
    this.total += characters;
    if (this.total > LARGEST_TOTAL) {
      throw invalidArgument(`The document has more than ${LARGEST_TOTAL} characters besides content.`);
    }
  }
}

/** A qualified name, whose prefix is bound. The parser's table of prefixes inherits from Object too. */
function requireName(name: string, uri: unknown): void {
  if (name.length > LONGEST_NAME) throw invalidArgument('The document has a name that is too long.');
  const parts = name.split(':');
  if (parts.length > 2 || parts.includes('') || typeof uri !== 'string') {
    throw invalidArgument(`'${name}' is no name in a namespace that the document declares.`);
  }
}

function requireEncoding(declaration: string, encoding: string | undefined): void {
  const named = /\sencoding\s*=\s*(["'])([^"']*)\1/.exec(` ${declaration}`)?.[2]?.toLowerCase();
  if (named === undefined) return;
  const allowed = encoding === 'utf-8' ? ['utf-8', 'us-ascii'] : ['utf-16', encoding];
  if (!allowed.includes(named)) throw invalidArgument(`The document says that it is in '${named}'; send UTF-8.`);
}
