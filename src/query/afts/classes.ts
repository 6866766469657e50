import type { BaseTypeId, TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { Bound } from '../bound';
import { allOf, anyOf, type Condition } from './conditions';
import { fullNames, type FieldScope } from './fields';
import { hasWildcards, literalText, matcherOf } from './pattern';
import { own } from '../../model/own';

/** Bases of what searches find. */
export const SEARCHED_BASES: readonly BaseTypeId[] = ['cmis:document', 'cmis:folder', 'cmis:item'];

const BASES_OF_CLASS: Readonly<Record<string, readonly BaseTypeId[]>> = {
  'cm:content': ['cmis:document'],
  'cm:folder': ['cmis:folder'],
  'sys:base': SEARCHED_BASES,
};
/** What every object is, of Alfresco's aspects that are none here. */
const EVERYWHERE = new Set(['sys:referenceable', 'cm:auditable', 'sys:localized']);

export interface ClassQuestion {
  /** Types, aspects, or both. */
  readonly of: 'types' | 'aspects' | 'both';
  /** Without what is below them. */
  readonly exact: boolean;
  readonly pattern: string;
}

/** Condition that an object is of a type or has an aspect, named `cm:content`, `{uri}content`, `content` or by its id. */
export function classCondition(scope: FieldScope, question: ClassQuestion): Condition {
  const { types } = scope;
  const isWanted = matcher(scope, question.pattern);
  const conditions: Condition[] = [];
  if (question.of !== 'aspects') {
    const found = [...types.all()].filter(
      (type) => SEARCHED_BASES.includes(type.baseId) && isWanted(nameOf(type), type.id),
    );
    const withBelow = found.flatMap((type) => (question.exact ? [type] : types.withDescendants(type.id)));
    conditions.push(...typeConditions(types, [...new Set(withBelow)]));
    if (isWanted('sys:base', '')) conditions.push(true);
    // Everything that is content, a folder or a category hangs below it there.
    if (!question.exact && isWanted('cm:cmobject', '')) {
      conditions.push(...(['cmis:document', 'cmis:folder'] as const).map((base) => ofBase(types, base)));
    }
  }
  if (question.of !== 'types') conditions.push(...aspectConditions(types, isWanted, question.exact));
  return anyOf(conditions);
}

/** The name in Alfresco's content model. */
function nameOf(type: TypeDefinition): string {
  const name = Object.keys(BASES_OF_CLASS).find(
    (each) => own(BASES_OF_CLASS, each)?.length === 1 && own(BASES_OF_CLASS, each)?.[0] === type.id,
  );
  return name ?? type.id.replace(/^[A-Z]:/u, '');
}

function matcher(scope: FieldScope, pattern: string): (...names: readonly string[]) => boolean {
  const open = hasWildcards(pattern);
  const wanted = fullNames(scope, open ? pattern : literalText(pattern));
  const matchers = open ? wanted.map(matcherOf) : wanted.map((each) => (name: string) => name === each);
  return (...names) => names.some((name) => name !== '' && matchers.some((matches) => matches(name)));
}

function typeConditions(types: TypeRegistry, found: readonly TypeDefinition[]): readonly Condition[] {
  const wanted = new Set(found);
  const conditions: Condition[] = [];
  for (const base of SEARCHED_BASES) {
    const all = types.withDescendants(base);
    // One number says as much as a long list.
    if (all.every((type) => wanted.has(type))) {
      conditions.push(ofBase(types, base));
      for (const type of all) wanted.delete(type);
    }
  }
  const column = systemColumn(types, 'cmis:objectTypeId');
  if (wanted.size > 0) conditions.push({ kind: 'in', column, values: [...wanted].map(({ id }) => id) });
  return conditions;
}

const ofBase = (types: TypeRegistry, base: BaseTypeId): Condition => ({
  kind: 'in',
  column: systemColumn(types, 'cmis:baseTypeId'),
  values: [base],
});

function aspectConditions(
  types: TypeRegistry,
  isWanted: (...names: readonly string[]) => boolean,
  exact: boolean,
): readonly Condition[] {
  const found = [...types.withDescendants('cmis:secondary')].filter(({ id }) => isWanted(id.replace(/^P:/u, ''), id));
  const ids = new Set(found.flatMap((type) => (exact ? [type] : types.withDescendants(type.id))).map(({ id }) => id));
  const isTrue = (id: string): Condition => ({
    kind: 'compare',
    column: systemColumn(types, id),
    operator: '=',
    value: true,
  });
  return [
    ...(ids.size > 0
      ? [{ kind: 'anyIn' as const, column: systemColumn(types, 'cmis:secondaryObjectTypeIds'), values: [...ids] }]
      : []),
    ...([...EVERYWHERE].some((name) => isWanted(name)) ? [true] : []),
    ...(isWanted('cm:versionable') ? [{ kind: 'search' as const, test: { kind: 'versioned' as const } }] : []),
    ...(isWanted('cm:workingcopy') ? [isTrue('cmis:isPrivateWorkingCopy')] : []),
    ...(isWanted('cm:checkedOut') ? [isTrue('cmis:isVersionSeriesCheckedOut')] : []),
  ];
}

/** A property that every repository has, of the table of a search. */
export function systemColumn(types: TypeRegistry, id: string): Bound['column'] {
  const property = types.property(id);
  if (!property) throw new Error(`There is no property '${id}'.`);
  return { table: 0, property };
}

/** Condition that an object may have this property at all. */
export function hasClassOf(types: TypeRegistry, propertyId: string): Condition {
  const type = types.definingType(propertyId);
  if (!type) return true;
  // Each base type of CMIS defines for itself what most have.
  const bases = SEARCHED_BASES.filter((base) => types.find(base)?.propertyDefinitions.has(propertyId));
  if (bases.length > 0)
    return bases.length === SEARCHED_BASES.length || anyOf(bases.map((base) => ofBase(types, base)));
  const below = types.withDescendants(type.id);
  if (type.baseId !== 'cmis:secondary')
    return anyOf(
      typeConditions(
        types,
        below.filter(({ baseId }) => SEARCHED_BASES.includes(baseId)),
      ),
    );
  const column = systemColumn(types, 'cmis:secondaryObjectTypeIds');
  return allOf([{ kind: 'anyIn', column, values: below.map(({ id }) => id) }]);
}
