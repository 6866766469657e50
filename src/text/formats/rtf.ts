import { decodeCodePage } from '../encoding';
import { UnreadableFile, type SourceFile } from '../source-file';
import type { TextSink } from '../text-sink';
import { own } from '../../model/own';

/** Groups that hold no text of the document. */
const SILENT = new Set(
  'fonttbl colortbl stylesheet pict objdata themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator filetbl revtbl xmlnstbl fldinst mmathPr wgrffmtfilter pgptbl sp bkmkstart bkmkend blipuid datafield'.split(
    ' ',
  ),
);
/** Groups that older readers may ignore and that hold text all the same. */
const SPEAKING = new Set('annotation atnauthor shpinst shptxt footnote ftnsep nonesttables userprops ud'.split(' '));
const APART = new Set(
  'footnote annotation atnauthor deleted header headerl headerr headerf footer footerl footerr footerf shptxt info ud'.split(
    ' ',
  ),
);
const BREAKS = new Set(
  'par line tab cell row sect page nestcell nestrow title subject keywords doccomm author'.split(' '),
);
const SYMBOLS: Readonly<Record<string, string>> = {
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
};

interface Group {
  silent: boolean;
  /** A text of its own in the middle of another one. */
  apart: boolean;
  /** Characters that stand for a Unicode one, for readers that do not know it. */
  fallback: number;
  /** Of its letters. */
  codePage: number;
}

/** Code pages by the character set of a font; others say nothing of theirs. */
const CODE_PAGES: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
  255: 850,
};

const MAX_DEPTH = 10_000;
const MAX_FONTS = 10_000;
/** Backslash and control word, symbol or byte; a brace; or text. */
const TOKEN = /\\(?:'([0-9a-f]{2})|([a-z]+)(-?\d+)? ?|([^a-z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+/giy;

/** Rich Text Format. */
export async function readRtf(file: SourceFile, sink: TextSink): Promise<void> {
  const reader = rtfReader(sink);
  let carried = '';
  for await (const bytes of file.chunks()) {
    const text = carried + bytes.toString('latin1');
    // A control word may be cut by the end of the piece.
    const last = text.lastIndexOf('\\');
    const safe = last >= text.length - 64 && last >= 0 ? last : text.length;
    carried = reader.read(text.slice(0, safe)) + text.slice(safe);
  }
  reader.read(`${carried} `);
  reader.end();
}

function rtfReader(sink: TextSink): { read(text: string): string; end(): void } {
  const state = rtfState(sink);
  let binary = 0;
  const word = (name: string, value: number | undefined): void => {
    if (name === 'bin' && value !== undefined) binary = value;
    else state.word(name, value);
  };
  return {
    read: (input) => {
      let at = 0;
      for (;;) {
        const passed = Math.min(binary, input.length - at);
        binary -= passed;
        at += passed;
        TOKEN.lastIndex = at;
        const match = TOKEN.exec(input);
        if (!match) return input.slice(at);
        at = TOKEN.lastIndex;
        const [, hex, name, value, sign, curly, plain] = match;
        if (hex !== undefined) state.text(String.fromCharCode(parseInt(hex, 16)));
        else if (name !== undefined) word(name, value === undefined ? undefined : Number(value));
        else if (sign !== undefined) state.symbol(sign);
        else if (curly !== undefined) state.brace(curly);
        else if (plain !== undefined) state.text(plain);
      }
    },
    end: () => state.flush(),
  };
}

interface RtfState {
  word(name: string, value: number | undefined): void;
  symbol(character: string): void;
  brace(which: string): void;
  /** Characters that each stand for a byte. */
  text(characters: string): void;
  flush(): void;
}

/** What stands for itself, or for a kind of space, behind a backslash. */
const LITERALS: Readonly<Record<string, string>> = {
  '~': ' ',
  _: ' ',
  '\\': '\\',
  '{': '{',
  '}': '}',
  '\n': '\n',
  '\r': '\n',
};

/** Told of the words that choose the code page of what follows; fonts are described before any of their letters. */
function codePages(): { word(name: string, value: number): number } {
  const byFont = new Map<number, number>();
  let [font, ofDocument] = [0, 1252];
  return {
    word: (name, value) => {
      if (name === 'f') font = value;
      else if (name === 'ansicpg') ofDocument = value;
      else if (CODE_PAGES[value] !== undefined && byFont.size < MAX_FONTS) byFont.set(font, CODE_PAGES[value]);
      return byFont.get(font) ?? ofDocument;
    },
  };
}

const CHOOSING = new Set(['f', 'fcharset', 'ansicpg']);

function rtfState(sink: TextSink): RtfState {
  const stack: Group[] = [];
  let group: Group = { silent: false, apart: false, fallback: 1, codePage: 1252 };
  const pages = codePages();
  let [optional, toSkip] = [false, 0];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0 && !group.silent) sink.write(decodeCodePage(Buffer.from(bytes), group.codePage));
    bytes = [];
  };
  const emit = (text: string): void => {
    flush();
    if (!group.silent) sink.write(text);
  };
  const text = (characters: string): void => {
    const skipped = Math.min(toSkip, characters.length);
    toSkip -= skipped;
    for (let at = skipped; at < characters.length; at++) bytes.push(characters.charCodeAt(at));
  };
  return {
    flush,
    text,
    word: (name, value) => {
      if (SILENT.has(name) || (optional && !SPEAKING.has(name))) {
        flush();
        group.silent = true;
      }
      optional = false;
      if (APART.has(name)) {
        emit('\n');
        group.apart = true;
      }
      const symbol = BREAKS.has(name) ? '\n' : own(SYMBOLS, name);
      if (symbol !== undefined) emit(symbol);
      else if (value === undefined) return;
      else if (CHOOSING.has(name)) {
        flush();
        group.codePage = pages.word(name, value);
      } else if (name === 'uc') group.fallback = value;
      else if (name === 'u') {
        emit(String.fromCharCode(value < 0 ? value + 65_536 : value));
        toSkip = group.fallback;
      }
    },
    brace: (which) => {
      flush();
      toSkip = 0;
      optional = false;
      if (which === '}') {
        if (group.apart) sink.write('\n');
        group = stack.pop() ?? group;
      } else if (stack.push(group) > MAX_DEPTH) throw new UnreadableFile('Its groups are nested too deeply.');
      else group = { ...group, apart: false };
    },
    symbol: (character) => {
      if (character === '*') optional = true;
      else text(own(LITERALS, character) ?? '');
    },
  };
}
