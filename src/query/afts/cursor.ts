import { invalidArgument, type CmisError } from '../../model/errors';
import type { Field } from './ast';
import { ESCAPE, readEscapes, readPattern } from './pattern';

const MAX_DEPTH = 100;
const MAX_LENGTH = 100_000;
const SHOWN_LENGTH = 40;

/** A place in a search that only moves forward. Blanks between its parts are skipped. */
export interface AftsCursor {
  /** Where the next part stands, counted in characters from 1. */
  at(): number;
  atEnd(): boolean;
  /** Whether the text goes on with this, blanks aside. */
  sees(text: string): boolean;
  take(text: string): boolean;
  /** Takes a keyword in any case, where it stands as a word. */
  takeKeyword(keyword: string): boolean;
  seesKeyword(keyword: string): boolean;
  expect(text: string): void;
  /** Whether a negative number comes next, and not a term to be left out. */
  seesNegative(): boolean;
  /** A field with its colon. */
  takeField(): Field | undefined;
  /** The name of a field without a colon. */
  takeName(): Field | undefined;
  /** A phrase in quotes, as a pattern. */
  takePhrase(): string | undefined;
  /** A word as a pattern. `value`: after a field, where dates with times and signed numbers may stand. */
  takeWord(value: boolean): string | undefined;
  /** A limit inside brackets, escapes read. */
  takeLimit(): string | undefined;
  /** Takes what the expression matches exactly here, without skipping blanks. */
  takeHere(expression: RegExp): RegExpExecArray | undefined;
  expected(what: string): CmisError;
  /** Runs `parse` one level deeper. @throws CmisError `invalidArgument` where that is too deep. */
  nested<T>(parse: () => T): T;
}

const NAME = String.raw`(?:${ESCAPE}|[\p{L}\p{M}\p{N}_$#-])+`;
/** Dates look like names; nobody calls a property so. */
const LOCAL = String.raw`(?!\d{4}-\d\d)${NAME}`;
const FIELD = String.raw`@?((?:\{[^{}]*\}${NAME}|${NAME}:${LOCAL}|${NAME})(?:\.${NAME})?)`;
const FIELDS: readonly RegExp[] = [
  // A table may stand before a property of a statement's columns.
  new RegExp(String.raw`@?((?:\{[^{}]*\}${NAME}|(?:${NAME}\.)?${NAME}:${LOCAL})(?:\.${NAME})?):`, 'uy'),
  new RegExp(String.raw`@?(${NAME}(?:\.${NAME})?):`, 'uy'),
];
const FIELD_NAME = new RegExp(FIELD, 'uy');
const FIRST = String.raw`(?:${ESCAPE}|[.](?![.])|[^\s!"#%&'()+\-./:;<=>@\[\\\]^\x60{|}~])`;
const FURTHER = String.raw`(?:${ESCAPE}|[.](?![.])|[|](?![|])|&(?!&)|[^\s:()\[\]<>{}"^~\\.|&])`;
const NEGATIVE = String.raw`-(?=[0-9]+(?:[.][0-9]+)?(?:[\s)\]>^~]|[.][.]|$))`;
const NEGATIVE_NUMBER = new RegExp(NEGATIVE, 'uy');
const WORD = new RegExp(`(?:${NEGATIVE})?${FIRST}${FURTHER}*`, 'uy');
const SIGNED = new RegExp(`[+-]?${FIRST}${FURTHER}*`, 'uy');
/** A time holds colons, which end other words. */
const TIME = /\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:[.,]\d{1,3})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?(?!\w))?(?:[/+-]\w+)*/uy;
const PHRASE = new RegExp(`"((?:${ESCAPE}|[^"\\\\])*)"|'((?:${ESCAPE}|[^'\\\\])*)'`, 'uy');
const LIMIT = new RegExp(`(?:${ESCAPE}|[^\\s"'\\[\\]<>\\\\])(?:${ESCAPE}|[^\\s\\[\\]<>\\\\])*`, 'uy');
const KEYWORD = new RegExp(`${FIRST}${FURTHER}*`, 'uy');

interface Place {
  /** Skips blanks; the index of what comes next. */
  skip(): number;
  look(expression: RegExp): RegExpExecArray | undefined;
  take(expression: RegExp): RegExpExecArray | undefined;
  move(by: number): void;
}

function placeIn(text: string): Place {
  let index = 0;
  const look = (expression: RegExp): RegExpExecArray | undefined => {
    expression.lastIndex = index;
    return expression.exec(text) ?? undefined;
  };
  return {
    skip: () => {
      while (index < text.length && /\s/.test(text.charAt(index))) index++;
      return index;
    },
    look,
    take: (expression) => {
      const match = look(expression);
      if (match) index += match[0].length;
      return match;
    },
    move: (by) => {
      index += by;
    },
  };
}

/** @throws CmisError `invalidArgument` when the text is longer than any search. */
export function openAfts(text: string): AftsCursor {
  if (text.length > MAX_LENGTH) throw invalidArgument(`The search is longer than ${MAX_LENGTH} characters.`);
  const place = placeIn(text);
  let depth = 0;

  const sees = (what: string): boolean => text.startsWith(what, place.skip());
  const take = (what: string): boolean => {
    if (!sees(what)) return false;
    place.move(what.length);
    return true;
  };
  const seesKeyword = (keyword: string): boolean => {
    const end = place.skip() + keyword.length;
    return place.look(KEYWORD)?.[0].toUpperCase() === keyword && text.charAt(end) !== ':';
  };
  const expected = (what: string): CmisError =>
    invalidArgument(`The search is not valid at ${place.skip() + 1}: expected ${what}, found ${shown(text, place)}.`);

  return {
    at: () => place.skip() + 1,
    atEnd: () => place.skip() === text.length,
    sees,
    take,
    seesKeyword,
    takeKeyword: (keyword) => {
      if (!seesKeyword(keyword)) return false;
      place.move(keyword.length);
      return true;
    },
    expect: (what) => {
      if (!take(what)) throw expected(`'${what}'`);
    },
    seesNegative: () => place.skip() < text.length && place.look(NEGATIVE_NUMBER) !== undefined,
    takeField: () => takeField(place, FIELDS),
    takeName: () => takeField(place, [FIELD_NAME]),
    takePhrase: () => takePhrase(text, place),
    takeWord: (value) => {
      place.skip();
      const match = (value ? (place.take(TIME) ?? place.take(SIGNED)) : undefined) ?? place.take(WORD);
      return match && readPattern(match[0]);
    },
    takeLimit: () => {
      place.skip();
      const match = place.take(LIMIT);
      return match && readEscapes(match[0]);
    },
    takeHere: (expression) => place.take(expression),
    expected,
    nested: (parse) => {
      if (++depth > MAX_DEPTH) throw invalidArgument(`The search is nested more than ${MAX_DEPTH} levels deep.`);
      const result = parse();
      depth--;
      return result;
    },
  };
}

function shown(text: string, place: Place): string {
  const index = place.skip();
  const rest = text.slice(index, index + SHOWN_LENGTH);
  if (rest === '') return 'the end of the search';
  return index + SHOWN_LENGTH < text.length ? `'${rest}…'` : `'${rest}'`;
}

function takeField(place: Place, expressions: readonly RegExp[]): Field | undefined {
  const at = place.skip() + 1;
  for (const expression of expressions) {
    const match = place.take(expression);
    if (match) return { name: readEscapes(match[1] ?? ''), at };
  }
  return undefined;
}

function takePhrase(text: string, place: Place): string | undefined {
  const index = place.skip();
  const quote = text.charAt(index);
  if (quote !== '"' && quote !== "'") return undefined;
  const match = place.take(PHRASE);
  if (!match) throw invalidArgument(`The search is not valid: the quote at ${index + 1} is never closed.`);
  return readPattern(match[1] ?? match[2] ?? '');
}
