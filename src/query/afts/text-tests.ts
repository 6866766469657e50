import { invalidArgument } from '../../model/errors';
import type { Bound } from '../bound';
import type { SearchTest } from '../search-test';
import { hasWords, type TextTerm } from '../text-expression';
import type { Test } from './ast';
import { allOf, type Asked, type Condition } from './conditions';
import { hasWildcards, likePattern, literalText } from './pattern';

type Column = Bound['column'];

/** Each place is one more alternative. */
const MAX_DISTANCE = 50;

/** Condition that words are in an object's name, text properties or content; undefined where there is no word. */
export function wordTest(test: Test): Asked {
  return withTerms(test, () => []);
}

/** Condition that words are in an object's content; undefined where there is no word. */
export function contentTest(test: Test): Asked {
  return withTerms(test, (terms) => terms.map((term) => ({ kind: 'inContent', term })));
}

/** Condition that words, or with `=` the whole value, are in a text property. */
export function propertyWords(column: Column, test: Test): Asked {
  if ((test.kind === 'term' || test.kind === 'phrase') && test.manner === 'exact')
    return wholeValue(column, test.pattern);
  return withTerms(test, (terms) => terms.map((term) => ({ kind: 'words', column, term })));
}

function wholeValue(column: Column, pattern: string): Condition {
  if (hasWildcards(pattern)) {
    return { kind: 'search', test: { kind: 'alike', column, pattern: likePattern(pattern), caseSensitive: true } };
  }
  const value = literalText(pattern);
  if (column.property.cardinality === 'multi') return { kind: 'anyIn', column, values: [value] };
  return { kind: 'compare', column, operator: '=', value };
}

/** The words are there, and what else must be true of them. */
function withTerms(test: Test, also: (terms: readonly TextTerm[]) => readonly SearchTest<Column>[]): Asked {
  if (test.kind === 'range') throw invalidArgument(`Ranges cannot be asked of '${test.field?.name ?? 'TEXT'}'.`);
  const terms = termsOf(test).filter(({ words }) => hasWords(words));
  if (terms.length === 0) return undefined;
  const distance = distanceOf(test);
  if (distance !== undefined && terms.some(({ words }) => words.some(hasWildcards))) {
    throw invalidArgument('Wildcards cannot stand in words that are near each other.');
  }
  const tests: SearchTest<Column>[] = [...also(terms)];
  if (distance !== undefined) tests.push({ kind: 'near', terms, distance });
  return allOf([
    ...terms.map((text): Condition => ({ kind: 'contains', table: 0, text })),
    ...tests.map((each): Condition => ({ kind: 'search', test: each })),
  ]);
}

type Worded = Exclude<Test, { readonly kind: 'range' }>;

/** One term of words one after the other, or one for each word where they may stand apart. */
function termsOf(test: Worded): readonly TextTerm[] {
  if (test.kind === 'proximity') return test.words.map((word) => ({ kind: 'term', words: [word] }));
  const words = test.pattern.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) return [];
  const exact = test.manner === 'exact' && { exact: true };
  if (distanceOf(test) === undefined) return [{ kind: 'term', words, ...exact }];
  return words.map((word) => ({ kind: 'term', words: [word], ...exact }));
}

/** Places from one word to the next at most; undefined: words of a phrase follow each other, others may be anywhere. */
function distanceOf(test: Worded): number | undefined {
  const between = test.kind === 'proximity' ? test.distance : test.kind === 'phrase' ? test.slop : undefined;
  if (between === undefined || (test.kind === 'phrase' && between === 0)) return undefined;
  if (between >= MAX_DISTANCE) {
    throw invalidArgument(`Words can be searched up to ${MAX_DISTANCE - 1} places from each other, not ${between}.`);
  }
  return between + 1;
}
