import { CmisError, invalidArgument } from '../../model/errors';
import type { TypeRegistry } from '../../model/type-registry';
import type { Bound, Weight } from '../bound';
import type { AftsNode, Field, Test } from './ast';
import { classCondition, hasClassOf, systemColumn } from './classes';
import { allOf, anyOf, joinedBy, negated, type Asked, type Condition } from './conditions';
import type { Clock } from './date-maths';
import { meaningOf, SPECIAL_FIELDS, type FieldScope, type Meaning, type SpecialField } from './fields';
import { readCategoryPath, readPath, zoneOf, type Zone } from './paths';
import { hasWildcards, likePattern, literalText } from './pattern';
import { contentTest, propertyWords, wordTest } from './text-tests';
import { rangeCondition, requireBoolean, valueCondition } from './values';
import { weightsOf } from './weights';

type Column = Bound['column'];

export interface AftsOptions extends Clock {
  readonly types: TypeRegistry;
  /** Prefix of names that have none. */
  readonly namespace: string;
  /** Fields that `TEXT` stands for; undefined: name, text properties and content. */
  readonly textAttributes?: readonly string[] | undefined;
  readonly named?: FieldScope['named'];
}

interface Binding extends FieldScope {
  readonly options: AftsOptions;
}

/**
 * Finds out what an unfolded search asks of objects: the same conditions that CMIS-QL comes down to. What objects have
 * no value for is not so, and its negation is. What has no words says nothing, and a search of such alone finds nothing.
 * @throws CmisError `invalidArgument`.
 */
export function bindAfts(node: AftsNode, options: AftsOptions): Condition {
  const binding = bindingOf(options);
  const bind = (part: AftsNode): Asked => {
    switch (part.kind) {
      case 'and':
        return bindAnd(part, bind);
      case 'or':
        return joinedBy(anyOf, part.operands.map(bind));
      case 'not': {
        const operand = bind(part.operand);
        return operand !== undefined ? negated(operand) : undefined;
      }
      case 'boost':
        return bind(part.operand);
      case 'asked':
        throw new Error('A template was not unfolded.');
      case 'term':
      case 'phrase':
      case 'range':
      case 'proximity':
        return bindTest(binding, part);
    }
  };
  return bind(node) ?? false;
}

const bindingOf = (options: AftsOptions): Binding => {
  const { types, namespace, named } = options;
  return { types, namespace, named, options };
};

/** What of an unfolded search counts for more or less than the rest. @throws CmisError `invalidArgument`. */
export function bindWeights(node: AftsNode, options: AftsOptions): readonly Weight[] {
  const binding = bindingOf(options);
  return weightsOf(node, (test) => bindTest(binding, test));
}

/** What is only preferred decides nothing, unless what must be there says nothing. */
function bindAnd({ operands, preferred }: AftsNode & { readonly kind: 'and' }, bind: (part: AftsNode) => Asked): Asked {
  const asked = operands.map(bind);
  const isWanted = operands.some(({ kind }, index) => kind !== 'not' && asked[index] !== undefined);
  const any = isWanted || !preferred ? undefined : joinedBy(anyOf, preferred.map(bind));
  return joinedBy(allOf, [...asked, any]);
}

function bindTest(binding: Binding, test: Test): Asked {
  const field = test.field ?? { name: 'TEXT', at: test.at };
  if (test.kind === 'term' && test.fuzzy !== undefined) {
    throw invalidArgument(`'${test.pattern}~${test.fuzzy}': words cannot be searched by similarity.`);
  }
  const meaning = meaningOf(binding, field.name);
  switch (meaning.kind) {
    case 'refused':
      throw invalidArgument(`The field '${field.name}' cannot be searched.`);
    case 'unknown':
      checkUnquoted(field);
      return false;
    case 'dataType':
      return ofDataType(binding, test, meaning.name);
    case 'content':
      return bindContent(binding, test);
    case 'property':
      return bindProperty(binding, meaning.property, test);
    case 'special':
      return bindSpecial(binding, meaning.field, test);
  }
}

/** Nobody means the field `TYPE:cm` by `TYPE:cm:content`. */
function checkUnquoted({ name }: Field): void {
  const [first = ''] = name.split(':');
  if (name !== first && SPECIAL_FIELDS.some((each) => each === first)) {
    throw invalidArgument(`There is no field '${name}': write the value in quotes, ${first}:"…".`);
  }
}

function ofDataType(binding: Binding, test: Test, name: string): Asked {
  if (name === 'content') return bindContent(binding, test);
  if (name === 'text' || name === 'mltext' || name === 'any') return anyWords(test);
  throw invalidArgument(`Properties cannot be searched by the data type 'd:${name}'.`);
}

const isAnything = (test: Test): boolean =>
  (test.kind === 'term' || test.kind === 'phrase') && test.pattern.trim() === '*';

const bindContent = ({ types }: Binding, test: Test): Asked =>
  isAnything(test)
    ? negated({ kind: 'isNull', column: systemColumn(types, 'cmis:contentStreamLength') })
    : contentTest(test);

const anyWords = (test: Test): Asked => (isAnything(test) ? true : wordTest(test));

function bindProperty(binding: Binding, property: Column['property'], test: Test): Asked {
  const column: Column = { table: 0, property };
  if (!property.queryable) return false;
  if (test.kind === 'range') return rangeCondition(column, test, binding.options);
  if (isAnything(test)) return negated({ kind: 'isNull', column });
  switch (property.propertyType) {
    case 'integer':
    case 'decimal':
    case 'boolean':
    case 'datetime':
      return orNothing(test, () => valueCondition(column, valueOf(test), binding.options));
    case 'id':
      return idCondition(column, test);
    case 'string':
    case 'html':
    case 'uri':
      return hasWords(binding, property) ? propertyWords(column, test) : wholeCondition(column, test);
  }
}

/** Nobody who types a word means by it that it is no number. */
function orNothing(test: Test, condition: () => Condition): Condition {
  try {
    return condition();
  } catch (error) {
    if (test.spread && error instanceof CmisError && error.code === 'invalidArgument') return false;
    throw error;
  }
}

/** Names and properties of clients and of the content model are in the index of words, what the system notes is not. */
function hasWords({ types }: Binding, { id }: Column['property']): boolean {
  if (id === 'cmis:name' || id === 'cmis:description') return true;
  return !/^(?:cmis|alfcmis|triptych):/u.test(id) && types.definingType(id)?.fulltextIndexed !== false;
}

const NODE = /^(?:workspace:\/\/SpacesStore\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/iu;

function idCondition(column: Column, test: Test): Condition {
  // Nodes are named with or without their store.
  const [, uuid] = column.property.cardinality === 'multi' ? (NODE.exec(valueOf(test)) ?? []) : [];
  if (uuid !== undefined) {
    const id = uuid.toLowerCase();
    return { kind: 'anyIn', column, values: [id, `workspace://SpacesStore/${id}`] };
  }
  if (!column.property.id.startsWith('cmis:') || column.property.cardinality === 'multi')
    return wholeCondition(column, test);
  return hasWildcards(patternOf(test)) ? false : { kind: 'in', column, values: [valueOf(test)] };
}

function wholeCondition(column: Column, test: Test): Condition {
  const caseSensitive = 'manner' in test && test.manner === 'exact';
  return { kind: 'search', test: { kind: 'alike', column, pattern: likePattern(patternOf(test)), caseSensitive } };
}

function patternOf(test: Test): string {
  if (test.kind === 'term' || test.kind === 'phrase') return test.pattern;
  const what = test.kind === 'range' ? 'Ranges' : 'Words near each other';
  throw invalidArgument(`${what} cannot be asked of '${test.field?.name ?? 'TEXT'}'.`);
}

const valueOf = (test: Test): string => literalText(patternOf(test));

function bindSpecial(binding: Binding, field: SpecialField, test: Test): Asked {
  const { types } = binding;
  switch (field) {
    case 'TEXT':
      return bindText(binding, test);
    case 'ALL':
      return anyWords(test);
    case 'ID':
    case 'NODEREF':
      return { kind: 'in', column: systemColumn(types, 'cmis:objectId'), values: [valueOf(test)] };
    case 'PARENT':
      return { kind: 'inFolder', table: 0, folderId: valueOf(test) };
    case 'PRIMARYPARENT':
      return { kind: 'in', column: systemColumn(types, 'cmis:parentId'), values: [valueOf(test)] };
    case 'ANCESTOR':
      return { kind: 'inTree', table: 0, folderId: valueOf(test) };
    case 'PATH':
      return pathCondition(binding, valueOf(test));
    case 'QNAME':
      return pathCondition(binding, `//${valueOf(test)}`);
    case 'SITE':
      return siteCondition(test);
    case 'TAG':
      return { kind: 'search', test: { kind: 'tagged', pattern: likePattern(patternOf(test)) } };
    case 'OWNER':
      return wholeCondition(systemColumn(types, 'cm:owner'), test);
    case 'TYPE':
    case 'EXACTTYPE':
      return classCondition(binding, { of: 'types', exact: field === 'EXACTTYPE', pattern: patternOf(test) });
    case 'ASPECT':
    case 'EXACTASPECT':
      return classCondition(binding, { of: 'aspects', exact: field === 'EXACTASPECT', pattern: patternOf(test) });
    case 'CLASS':
    case 'EXACTCLASS':
      return classCondition(binding, { of: 'both', exact: field === 'EXACTCLASS', pattern: patternOf(test) });
    case 'ISNODE':
      return requireBoolean(valueOf(test), field);
    case 'ISCONTAINER': {
      const folders = classCondition(binding, { of: 'types', exact: false, pattern: 'cm:folder' });
      return requireBoolean(valueOf(test), field) ? folders : negated(folders);
    }
    case 'EXISTS':
    case 'ISNOTNULL':
      return negated(isNull(binding, valueOf(test)));
    case 'ISNULL':
      return isNull(binding, valueOf(test));
    case 'ISUNSET':
      return isUnset(binding, valueOf(test));
  }
}

function bindText(binding: Binding, test: Test): Asked {
  const { textAttributes } = binding.options;
  if (!textAttributes || textAttributes.length === 0) return anyWords(test);
  return joinedBy(
    anyOf,
    textAttributes.map((name) =>
      name === 'TEXT' ? anyWords(test) : bindTest(binding, { ...test, spread: true, field: { name, at: test.at } }),
    ),
  );
}

function pathCondition(binding: Binding, path: string): Condition {
  const zone = zoneOf(path);
  if (zone) return zoneCondition(binding, zone);
  const category = readCategoryPath(path);
  if (category) return { kind: 'search', test: { kind: 'category', ...category } };
  return { kind: 'search', test: { kind: 'path', ...readPath(path) } };
}

function zoneCondition(binding: Binding, zone: Zone): Condition {
  const ofSite: Condition = { kind: 'search', test: { kind: 'groupOfSite' } };
  if (zone === 'sites') return ofSite;
  const all = classCondition(binding, { of: 'types', exact: false, pattern: 'cm:authority' });
  return zone === 'all' ? all : allOf([all, negated(ofSite)]);
}

function siteCondition(test: Test): Condition {
  const name = valueOf(test);
  if (name === '_EVERYTHING_' || name === '_REPOSITORY_') return true;
  const isAny = name === '_ALL_SITES_' || patternOf(test) === '*';
  return { kind: 'search', test: { kind: 'inSite', ...(!isAny && { name }) } };
}

/** What cannot be searched has no value that a search could know. */
function isNull(binding: Binding, name: string): Condition {
  const column = columnOf(binding, name);
  return column?.property.queryable ? { kind: 'isNull', column } : true;
}

/** What may have the property, and has no value. */
function isUnset(binding: Binding, name: string): Condition {
  const column = columnOf(binding, name);
  if (!column) return true;
  return allOf([isNull(binding, name), hasClassOf(binding.types, column.property.id)]);
}

/** The column that a name stands for, content standing for its length; undefined where nothing has such a property. */
export function columnOf(scope: FieldScope, name: string): Column | undefined {
  const meaning: Meaning = meaningOf(scope, name);
  switch (meaning.kind) {
    case 'property':
      return { table: 0, property: meaning.property };
    case 'content':
      return systemColumn(scope.types, 'cmis:contentStreamLength');
    case 'unknown':
      return undefined;
    case 'special':
      if (meaning.field === 'OWNER') return systemColumn(scope.types, 'cm:owner');
      if (meaning.field === 'ID') return systemColumn(scope.types, 'cmis:objectId');
      throw invalidArgument(`The field '${name}' is no property.`);
    case 'dataType':
    case 'refused':
      throw invalidArgument(`The field '${name}' is no property.`);
  }
}
