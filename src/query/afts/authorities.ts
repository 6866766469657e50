/** Searches for people and groups: what they ask of these, who are known to the directory. */
import { invalidArgument } from '../../model/errors';
import type { AftsNode, Test } from './ast';
import { fullNames, meaningOf, type SpecialField } from './fields';
import { parseAfts } from './parse';
import { isZone, isZoneOfSites } from './paths';
import { hasWildcards, literalText } from './pattern';
import type { AftsReading } from './query';
import { unfold } from './templates';

export const AUTHORITY_FIELDS = [
  ...['userName', 'firstName', 'lastName', 'email', 'jobTitle', 'organization'],
  ...['authorityName', 'authorityDisplayName', 'name'],
] as const;
export type AuthorityField = (typeof AUTHORITY_FIELDS)[number];

export type AuthorityCondition =
  | boolean
  | { readonly kind: 'and' | 'or'; readonly operands: readonly AuthorityCondition[] }
  | { readonly kind: 'not'; readonly operand: AuthorityCondition }
  | { readonly kind: 'is'; readonly what: 'person' | 'group' }
  | { readonly kind: 'has'; readonly field: AuthorityField }
  /** `whole`: the value as it is written, else words of it in any case. Patterns as in `Test`. */
  | { readonly kind: 'like'; readonly field: AuthorityField; readonly pattern: string; readonly whole: boolean }
  /** A site's own group. */
  | { readonly kind: 'ofSite' }
  | { readonly kind: 'id'; readonly id: string };

/**
 * What the texts ask of people and groups together; undefined where they may find anything else.
 * @throws CmisError `invalidArgument`.
 */
export function authorityCondition(reading: AftsReading, texts: readonly string[]): AuthorityCondition | undefined {
  const nodes = texts.map((text) => unfold(parseAfts(text, reading), reading));
  if (!nodes.some((node) => requires(reading, node))) return undefined;
  return { kind: 'and', operands: nodes.map((node) => conditionOf(reading, node)) };
}

const KINDS = new Set(['cm:authority', 'cm:person', 'cm:authorityContainer']);
const CLASS_FIELDS = new Set(['TYPE', 'EXACTTYPE', 'CLASS', 'EXACTCLASS']);

/** Whether what it finds can be nothing but people and groups. */
function requires(reading: AftsReading, node: AftsNode): boolean {
  switch (node.kind) {
    case 'and':
      return node.operands.some((each) => requires(reading, each));
    case 'or':
      return node.operands.length > 0 && node.operands.every((each) => requires(reading, each));
    case 'boost':
      return requires(reading, node.operand);
    case 'term':
    case 'phrase': {
      const field = node.field?.name ?? '';
      const value = literalText(node.pattern);
      if (field === 'PATH') return isZone(value);
      return CLASS_FIELDS.has(field) && fullNames(reading, value).some((name) => KINDS.has(name));
    }
    case 'not':
    case 'range':
    case 'proximity':
    case 'asked':
      return false;
  }
}

function conditionOf(reading: AftsReading, node: AftsNode): AuthorityCondition {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, operands: node.operands.map((each) => conditionOf(reading, each)) };
    case 'not':
      return { kind: 'not', operand: conditionOf(reading, node.operand) };
    case 'boost':
      return conditionOf(reading, node.operand);
    case 'asked':
      throw new Error('A template was not unfolded.');
    case 'term':
    case 'phrase':
    case 'range':
    case 'proximity':
      return testOf(reading, node);
  }
}

const FIELD_OF_PROPERTY = new Map<string, AuthorityField>([
  ...AUTHORITY_FIELDS.map((field) => [`cm:${field}`, field] as const),
  ['cmis:name', 'name'],
]);

function testOf(reading: AftsReading, test: Test): AuthorityCondition {
  const name = test.field?.name ?? 'TEXT';
  const meaning = meaningOf(reading, name);
  if (meaning.kind === 'refused') throw invalidArgument(`The field '${name}' cannot be searched.`);
  if (meaning.kind === 'special') return specialOf(reading, meaning.field, test);
  const field = meaning.kind === 'property' ? FIELD_OF_PROPERTY.get(meaning.property.id) : undefined;
  return field !== undefined && likeOf(field, test);
}

function specialOf(reading: AftsReading, field: SpecialField, test: Test): AuthorityCondition {
  if (field === 'TEXT' || field === 'ALL')
    return { kind: 'or', operands: AUTHORITY_FIELDS.map((each) => likeOf(each, test)) };
  const value = valueOf(test);
  if (CLASS_FIELDS.has(field)) return kindOf(fullNames(reading, value), field.startsWith('EXACT'));
  if (field === 'PATH') return inZone(value);
  if (field === 'ID' || field === 'NODEREF')
    return { kind: 'id', id: value.replace(/^workspace:\/\/SpacesStore\//u, '') };
  return field === 'ISNODE';
}

function inZone(path: string): AuthorityCondition {
  if (!isZone(path)) return false;
  const ofSites = isZoneOfSites(path);
  if (ofSites === undefined) return true;
  return ofSites ? { kind: 'ofSite' } : { kind: 'not', operand: { kind: 'ofSite' } };
}

function kindOf(names: readonly string[], exact: boolean): AuthorityCondition {
  if (names.includes('cm:person')) return { kind: 'is', what: 'person' };
  if (names.includes('cm:authorityContainer')) return { kind: 'is', what: 'group' };
  return !exact && (names.includes('cm:authority') || names.includes('sys:base'));
}

function likeOf(field: AuthorityField, test: Test): AuthorityCondition {
  const pattern = patternOf(test);
  if (!/[\p{L}\p{N}*?]/u.test(pattern)) return false;
  if (/^\s*[*]+\s*$/u.test(pattern)) return { kind: 'has', field };
  return { kind: 'like', field, pattern, whole: 'manner' in test && test.manner === 'exact' };
}

function patternOf(test: Test): string {
  if ((test.kind === 'term' && test.fuzzy === undefined) || (test.kind === 'phrase' && test.slop === undefined)) {
    return test.pattern;
  }
  throw invalidArgument(
    'People and groups are searched by words alone: no ranges, no similar words, none near others.',
  );
}

function valueOf(test: Test): string {
  const pattern = patternOf(test);
  return hasWildcards(pattern) ? pattern : literalText(pattern);
}
