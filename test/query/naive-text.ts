/** CONTAINS by trying each place of each text: a reading of words and expressions that shares nothing with the product's. */
import type { TypeRegistry } from '../../src/model/type-registry';
import type { Dialect } from '../../src/repository/contract/request';
import type { NaiveObject } from './naive-evaluate';

interface Token {
  readonly word: string;
  readonly at: number;
}
export interface Field {
  readonly tokens: readonly Token[];
  /** A name or a property: words of it are also found by their ends. */
  readonly short: boolean;
}
type Test = (token: Token, field: Field) => boolean;

/** Words of the vocabulary that are forms of one; all others are forms of themselves alone. */
const FORMS = [
  ['otter', 'otters'],
  ['hous', 'house', 'houses'],
  ['run', 'runs', 'running'],
  ['report', 'reports'],
];
const formOf = (word: string): string => FORMS.find((forms) => forms.includes(word))?.[0] ?? word;

const fold = (text: string): string =>
  text.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
const runsOf = (text: string): readonly string[] => text.normalize('NFKC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

const running = (text: string): readonly Token[] => runsOf(text).map((run, at) => ({ word: fold(run), at }));

/** `AnnualReport2020` is one word, and read once more three: a phrase is of the one reading or of the other. */
const named = (text: string): readonly Field[] => [
  { tokens: running(text), short: true },
  {
    tokens: running(text.normalize('NFKC').replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})|(\p{Ll})(?=\p{Lu})/gu, '$& ')),
    short: true,
  },
];

const known = new WeakMap<NaiveObject, readonly Field[]>();

/** What is searched of an object: nothing of what is not indexed. */
export function textFields(types: TypeRegistry, searched: NaiveObject): readonly Field[] {
  if (!searched.object.type.fulltextIndexed) return [];
  const fields = known.get(searched) ?? readFields(types, searched);
  known.set(searched, fields);
  return fields;
}

function readFields(types: TypeRegistry, { object, text }: NaiveObject): readonly Field[] {
  const definitions = types.effective(object.type, object.secondaryTypes);
  const values = Object.entries(object.properties).flatMap(([id, value]) => {
    // Everything has a description, kept under the id that it has in the aspect for titles.
    const type = id === 'cm:description' ? 'string' : definitions.get(id)?.propertyType;
    if (type !== 'string' && type !== 'uri' && type !== 'html') return [];
    const texts = (Array.isArray(value) ? value : [value]).map(String);
    return type === 'html' ? texts.map((each) => each.replace(/<[^>]*>/g, ' ')) : texts;
  });
  return [...[object.name, ...values].flatMap(named), { tokens: running(text), short: false }];
}

export const fieldsOfValues = (values: readonly string[]): readonly Field[] => values.flatMap(named);

/** The content alone. */
export const contentFields = (types: TypeRegistry, searched: NaiveObject): readonly Field[] =>
  textFields(types, searched).slice(-1);

/** Whether there is a word to look for: wildcards alone stand for one. */
export function asksWords(term: string): boolean {
  const letters = term.replace(/[*?]/g, '').trim();
  return letters === '' ? term.trim() !== '' : /[\p{L}\p{N}]/u.test(letters);
}

/**
 * Whether an object has the text: alternatives joined by OR of terms side by side, `-` before what must not be there. In
 * what is not searched there is nothing, which the standard dialect does not even find by what is not in it.
 */
export function naiveContains(
  types: TypeRegistry,
  object: NaiveObject,
  { text, dialect }: { readonly text: string; readonly dialect: Dialect },
): boolean {
  if (!object.object.type.fulltextIndexed && dialect === 'cmis') return false;
  const fields = textFields(types, object);
  return text.split(' OR ').some((side) => {
    // What has no word asks nothing.
    const terms = (side.match(/-?(?:"[^"]*"|\S+)/g) ?? []).filter((term) => /[\p{L}\p{N}*?]/u.test(term));
    return (
      terms.length > 0 &&
      terms.every((term) => {
        const negated = term.startsWith('-');
        return hasWords(fields, (negated ? term.slice(1) : term).replaceAll('"', '')) !== negated;
      })
    );
  });
}

/** Whether the words stand one after the other in one of the fields, in any form or as they are written. */
export function hasWords(fields: readonly Field[], term: string, asWritten = false): boolean {
  const tests = knownTests(term, asWritten);
  return fields.some((field) =>
    field.tokens.some(({ at }) =>
      tests.every((test, index) => field.tokens.some((token) => token.at === at + index && test(token, field))),
    ),
  );
}

const testsByTerm = new Map<string, readonly Test[]>();

function knownTests(term: string, asWritten: boolean): readonly Test[] {
  const key = `${asWritten} ${term}`;
  const tests = testsByTerm.get(key) ?? testsOf(term, asWritten);
  testsByTerm.set(key, tests);
  return tests;
}

function testsOf(term: string, asWritten: boolean): readonly Test[] {
  const formIn = (word: string): string => (asWritten ? word : formOf(word));
  const body = term.endsWith('*') ? term.slice(0, -1) : term;
  // A word that a sign ends is whole.
  const open = term.endsWith('*') && /[\p{L}\p{M}\p{N}]$/u.test(body);
  if (/[*?]/.test(body)) {
    const wild = fold(term).replaceAll('?', '.').replaceAll('*', '.*');
    const pattern = new RegExp(`^${wild}$`, 'u');
    const anchored = !/^[.]/.test(wild);
    return [({ word }, { short }) => (short || anchored) && pattern.test(word)];
  }
  const words = running(body).map(({ word }) => word);
  return words.map((wanted, index) => {
    if (open && index === words.length - 1) {
      return ({ word }) => word.startsWith(wanted) || formIn(word).startsWith(wanted);
    }
    return ({ word }) => word === wanted || formIn(word) === formIn(wanted);
  });
}
