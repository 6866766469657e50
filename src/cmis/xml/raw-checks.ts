import { invalidArgument } from '../../model/errors';

/** Longest tag, comment or processing instruction, in characters. */
const LONGEST_MARKUP = 256 * 1024;
/** Per tag: the parser compares each with all before it. */
const MOST_ATTRIBUTES = 100;
/** Characters of the longest reference that is read, and one more. */
const REFERENCE = 14;
/** `&` that begins no reference to one of the five entities of XML or to a character. */
const NO_REFERENCE = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,10}|#x[\da-fA-F]{1,8});)/;

// Everything but what XML 1.0 §2.2 calls a character.
const NO_CHARACTER = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

type State = 'text' | 'tag' | 'quoted' | 'comment' | 'cdata' | 'instruction';
const ENDS = { comment: '-->', cdata: ']]>', instruction: '?>' } as const;

/**
 * Looks at a document's characters before the parser does, for what the parser lets pass: control characters, `<` in
 * attributes, `]]>` in text, white space after `<`, an XML declaration that is not at the start, references to other
 * entities, markup without end; and a document type declaration, which is refused at its first characters.
 */
export class RawChecks {
  private state: State = 'text';
  private quote = '';
  /** The end of what was seen, when it takes more to say what it is. */
  private held = '';
  /** Characters before `held`. */
  private offset = 0;
  private markupLength = 0;
  private attributes = 0;

  /** Call it with each piece of the document in turn. @throws CmisError `invalidArgument`. */
  look(piece: string): void {
    if (NO_CHARACTER.test(piece)) throw invalidArgument('The document has characters that XML does not allow.');
    const text = this.held + piece;
    this.held = '';
    let at = 0;
    while (at >= 0 && at < text.length) at = this.step(text, at);
    this.offset += text.length - this.held.length;
    this.markupLength = this.state === 'text' || this.state === 'cdata' ? 0 : this.markupLength + piece.length;
    if (this.markupLength > LONGEST_MARKUP)
      throw invalidArgument('The document has a tag or comment that is too long.');
  }

  /** Where to go on; -1 when the rest was looked at, or has to wait for more. */
  private step(text: string, from: number): number {
    switch (this.state) {
      case 'text':
        return this.text(text, from);
      case 'tag':
        return this.tag(text, from);
      case 'quoted':
        return this.quoted(text, from);
      case 'comment':
      case 'cdata':
      case 'instruction': {
        const end = ENDS[this.state];
        const at = text.indexOf(end, from);
        if (at < 0) return this.hold(text, Math.max(from, text.length - end.length + 1));
        this.state = 'text';
        return at + end.length;
      }
    }
  }

  private hold(text: string, from: number): -1 {
    this.held = text.slice(from);
    return -1;
  }

  private text(text: string, from: number): number {
    const bracket = text.indexOf('<', from);
    const before = bracket < 0 ? text.slice(from) : text.slice(from, bracket);
    if (before.includes(']]>')) throw invalidArgument('There is a ]]> in a text.');
    if (bracket < 0) {
      const cut = requireReferences(before);
      return this.hold(text, Math.max(from, Math.min(text.length - 2, from + cut)));
    }
    if (requireReferences(before) < before.length) throw noReference();
    const skip = this.opened(text.slice(bracket, bracket + 9), this.offset + bracket === 0);
    return skip === undefined ? this.hold(text, bracket) : bracket + skip;
  }

  /** Enters the markup that `rest` begins; the length of its beginning, undefined when it takes more to say. */
  private opened(rest: string, atStart: boolean): number | undefined {
    if (rest.length < 2) return undefined;
    if (rest[1] === '?') {
      if (rest.length < 6) return undefined;
      if (/^<\?xml[\s?]/i.test(rest) && !(atStart && rest.startsWith('<?xml'))) {
        throw invalidArgument('There is an XML declaration that is not the start of the document.');
      }
      this.state = 'instruction';
      return 2;
    }
    if (rest[1] === '!') return this.declared(rest);
    if (/\s/.test(rest.charAt(1))) throw invalidArgument('There is white space after a <.');
    this.state = 'tag';
    this.attributes = 0;
    return 1;
  }

  private declared(rest: string): number | undefined {
    if (rest.startsWith('<!--')) {
      this.state = 'comment';
      return 4;
    }
    if (rest.startsWith('<![CDATA[')) {
      this.state = 'cdata';
      return 9;
    }
    if ('<!--'.startsWith(rest) || '<![CDATA['.startsWith(rest)) return undefined;
    throw invalidArgument('The document has a document type or other declarations, which are not read.');
  }

  private tag(text: string, from: number): number {
    let at = from;
    while (at < text.length) {
      const character = text[at];
      at += 1;
      if (character === '<') throw invalidArgument('There is a < in a tag.');
      if (character === '"' || character === "'") {
        this.state = 'quoted';
        this.quote = character;
        this.attributes += 1;
        if (this.attributes > MOST_ATTRIBUTES) throw invalidArgument('An element has too many attributes.');
        return at;
      }
      if (character === '>') {
        this.state = 'text';
        return at;
      }
    }
    return -1;
  }

  private quoted(text: string, from: number): number {
    const end = text.indexOf(this.quote, from);
    const value = end < 0 ? text.slice(from) : text.slice(from, end);
    if (value.includes('<')) throw invalidArgument('There is a < in an attribute.');
    const cut = requireReferences(value);
    if (end < 0) return this.hold(text, from + cut);
    if (cut < value.length) throw noReference();
    this.state = 'tag';
    return end + 1;
  }
}

/** Up to where the references in a text are whole: its end, or the beginning of one that the next piece may complete. */
function requireReferences(text: string): number {
  const last = text.lastIndexOf('&');
  if (last < 0) return text.length;
  const cut = text.length - last < REFERENCE && !text.includes(';', last) ? last : text.length;
  if (NO_REFERENCE.test(text.slice(0, cut))) throw noReference();
  return cut;
}

const noReference = (): Error =>
  invalidArgument('There is a & that is neither one of the five entities of XML nor a character reference.');
