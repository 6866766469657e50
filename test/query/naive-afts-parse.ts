/** A reading of searches that shares nothing with the one of the product: a few expressions and a recursion. */
export interface NaiveWords {
  readonly op: 'words';
  /** As it was written but for a leading `@`, escapes read; undefined: none. */
  readonly field: string | undefined;
  readonly manner: 'usual' | 'exact' | 'expanded';
  /** As it was written, escapes included. */
  readonly written: string;
}
export interface NaiveRange {
  readonly op: 'range';
  readonly field: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly fromInclusive: boolean;
  readonly toInclusive: boolean;
}
export type NaiveSearch =
  | NaiveWords
  | NaiveRange
  | { readonly op: 'or'; readonly sides: readonly NaiveSearch[] }
  /** Clauses side by side: what must be there, what must not, and what may. */
  | {
      readonly op: 'and';
      readonly must: readonly NaiveSearch[];
      readonly not: readonly NaiveSearch[];
      readonly may: readonly NaiveSearch[];
    };

export interface NaiveOperators {
  readonly operator: 'and' | 'or';
  readonly fieldOperator: 'and' | 'or';
}

const OR = /\|\||OR\b/iy;
const AND = /&&|AND\b/iy;
/** A number with a minus is a negative one. */
const NOT = /NOT\b|!|-(?!\d+(?:\.\d+)?(?:[\s)\]>^~]|\.\.|$))/iy;
const FIELD = /@?(?:\{[^}]*\}\w+|\w+(?:\\?:\w+)?(?:\.\w+)?):/y;
const PHRASE = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/suy;
const WORD = /-?(?:\\.|\.(?!\.)|[^\s()[\]<>{}"^~\\.|&:])+/suy;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?(?:[/+-]\w+)*/y;
const LIMIT = /[^\s[\]<>"]+/y;

/** Tells `said` each production of the grammar that was met. */
export function naiveAfts(text: string, operators: NaiveOperators, said: (production: string) => void): NaiveSearch {
  let at = 0;
  const look = (part: RegExp): string | undefined => {
    while (/\s/.test(text[at] ?? '')) at++;
    part.lastIndex = at;
    return part.exec(text)?.[0];
  };
  const take = (part: RegExp): string | undefined => {
    const found = look(part);
    at += found?.length ?? 0;
    return found;
  };
  const must = (part: RegExp): string => {
    const found = take(part);
    if (found === undefined) throw new Error(`naive reading: ${part.source} expected at ${at} of ${text}`);
    return found;
  };
  const ended = (): boolean => look(/\)|$/y) !== undefined;

  const disjunction = (operator: 'and' | 'or', field?: string): NaiveSearch => {
    const sides = [conjunction(operator, field)];
    for (;;) {
      const joined = take(OR);
      if (joined === undefined && (operator === 'and' || ended())) break;
      said(joined === undefined ? 'OR left out' : joined === '||' ? '||' : 'OR');
      sides.push(conjunction(operator, field));
    }
    return sides.length === 1 ? (sides[0] as NaiveSearch) : { op: 'or', sides };
  };
  const conjunction = (operator: 'and' | 'or', field?: string): NaiveSearch => {
    const found: Readonly<Record<'must' | 'not' | 'may', NaiveSearch[]>> = { must: [], not: [], may: [] };
    for (;;) {
      const excluded = take(NOT);
      const sign = excluded ?? take(/\+|\|(?!\|)/y);
      if (sign !== undefined) said(sign.toUpperCase());
      found[excluded !== undefined ? 'not' : sign === '|' ? 'may' : 'must'].push(boosted(operator, field));
      const joined = take(AND);
      if (joined === undefined && (operator === 'or' || ended() || look(OR) !== undefined)) break;
      said(joined === undefined ? 'AND left out' : joined === '&&' ? '&&' : 'AND');
    }
    const [only] = found.must;
    return only && found.must.length === 1 && found.not.length + found.may.length === 0
      ? only
      : { op: 'and', ...found };
  };
  const boosted = (operator: 'and' | 'or', field?: string): NaiveSearch => {
    const found = test(operator, field);
    if (take(/\^\d+(?:\.\d+)?/y) !== undefined) said('boost');
    return found;
  };
  const test = (operator: 'and' | 'or', group?: string): NaiveSearch => {
    if (take(/\(/y)) {
      said('( )');
      // Whatever is in parentheses is one clause.
      const inner = disjunction(operator, group);
      must(/\)/y);
      return { op: 'and', must: [inner], not: [], may: [] };
    }
    const sign = take(/[=~]/y);
    const manner = sign === '=' ? 'exact' : sign === '~' ? 'expanded' : 'usual';
    const named = group === undefined ? take(FIELD) : undefined;
    if (named !== undefined) said(spelling(named));
    const field = group ?? (named === undefined ? undefined : plain(named.slice(0, -1).replace(/^@/, '')));
    if (named !== undefined && take(/\(/y)) {
      said('field group');
      const inner = disjunction(operators.fieldOperator, field);
      must(/\)/y);
      return { op: 'and', must: [inner], not: [], may: [] };
    }
    if (sign !== undefined) said(sign);
    const open = take(/[[<]/y);
    if (open !== undefined) {
      const from = limit();
      must(/TO/iy);
      const to = limit();
      const close = must(/[\]>]/y);
      said(`range ${open}${close}`);
      if (OPEN.has(from) || OPEN.has(to)) said('open range');
      return { op: 'range', field, from, to, fromInclusive: open === '[', toInclusive: close === ']' };
    }
    const written = value(field !== undefined);
    if (take(/\.\./y)) {
      said('a..b');
      return {
        op: 'range',
        field,
        from: plain(written),
        to: plain(value(true)),
        fromInclusive: true,
        toInclusive: true,
      };
    }
    return { op: 'words', field, manner, written };
  };
  const value = (ofField: boolean): string => {
    const phrase = take(PHRASE);
    const written = phrase?.slice(1, -1) ?? (ofField ? take(TIME) : undefined) ?? must(WORD);
    said(phrase === undefined ? 'word' : `phrase in ${phrase.charAt(0)}`);
    if (written.trim() === '*') said('anything');
    else if (isWild(written)) said(/^[*?]/.test(written) ? 'wildcard at the beginning' : 'wildcard');
    if (written.includes('\\')) said('escape');
    return written;
  };
  const limit = (): string => plain(take(PHRASE)?.slice(1, -1) ?? must(LIMIT));

  const search = disjunction(operators.operator);
  if (at < text.length) throw new Error(`naive reading: '${text.slice(at)}' is left over of ${text}`);
  return search;
}

export const OPEN: ReadonlySet<string> = new Set(['MIN', 'MAX', '*']);

/** How a field was named. */
function spelling(named: string): string {
  if (/^[A-Z]+:$/.test(named)) return named;
  if (named.startsWith('@')) return '@field';
  if (named.startsWith('{')) return '{uri}field';
  if (/^d:/.test(named)) return 'd:type';
  return named.slice(0, -1).includes(':') ? 'prefix:field' : named.includes('_') ? 'prefix_field' : 'bare field';
}

/** The text without its escapes. */
export const plain = (written: string): string =>
  written.replace(/\\u([0-9a-f]{4})|\\(.)/gisu, (_, code: string | undefined, escaped: string) =>
    code === undefined ? escaped : String.fromCharCode(parseInt(code, 16)),
  );

export const isWild = (written: string): boolean => /[*?]/.test(written.replace(/\\u[0-9a-f]{4}|\\./gisu, ''));

const expressions = new Map<string, RegExp>();

/** What is written, as an expression on whole texts. */
export function wildExpression(written: string, flags: '' | 'i'): RegExp {
  const key = `${flags} ${written}`;
  const expression = expressions.get(key) ?? newExpression(written, flags);
  expressions.set(key, expression);
  return expression;
}

function newExpression(written: string, flags: '' | 'i'): RegExp {
  const source = written.replace(/\\u[0-9a-f]{4}|\\.|[^\\]/gisu, (part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : plain(part).replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, `${flags}su`);
}
