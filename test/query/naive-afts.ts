/** What a search finds, by asking every object every test of it. */
import type { PropertyDefinition } from '../../src/model/property-definition';
import type { PropertyValue, Scalar } from '../../src/model/properties';
import type { TypeDefinition } from '../../src/model/type-definition';
import type { TypeRegistry } from '../../src/model/type-registry';
import { propertyValue } from '../../src/repository/values/object-properties';
import type { StoredObject } from '../../src/repository/values/stored-object';
import {
  isWild,
  OPEN,
  plain,
  wildExpression,
  type NaiveRange,
  type NaiveSearch,
  type NaiveWords,
} from './naive-afts-parse';
import { naiveSpan } from './naive-dates';
import { compare, folderOf, isOneOf, type NaiveObject } from './naive-evaluate';
import { isAtPath } from './naive-paths';
import { asksWords, contentFields, fieldsOfValues, hasWords, textFields, type Field } from './naive-text';

export interface NaiveSearching {
  readonly types: TypeRegistry;
  /** All folders that there are, by their uuids. */
  readonly folders: ReadonlyMap<string, NaiveObject>;
  readonly now: number;
  readonly namespace: string;
  readonly defaultField: string;
}
/** Undefined: nothing was asked. */
type Answer = boolean | undefined;

/** Whether the object is found. A search that asks nothing finds nothing. */
export const naiveFinds = (searching: NaiveSearching, object: NaiveObject, search: NaiveSearch): boolean =>
  ['cmis:document', 'cmis:folder', 'cmis:item'].includes(object.object.type.baseId) &&
  answer(searching, object, search) === true;

function answer(searching: NaiveSearching, object: NaiveObject, search: NaiveSearch): Answer {
  const ask = (part: NaiveSearch): Answer => answer(searching, object, part);
  switch (search.op) {
    case 'or': {
      const sides = search.sides.map(ask).filter((each) => each !== undefined);
      return sides.length === 0 ? undefined : sides.includes(true);
    }
    case 'and': {
      const must = search.must.map(ask).filter((each) => each !== undefined);
      const not = search.not.map(ask).filter((each) => each !== undefined);
      const may = search.may.map(ask).filter((each) => each !== undefined);
      if (must.length + not.length + may.length === 0) return undefined;
      // Where nothing must be there, one of what may be there must.
      const enough = must.length > 0 || may.length === 0 || may.includes(true);
      return enough && !must.includes(false) && !not.includes(true);
    }
    case 'range':
      return inRange(searching, object, search);
    case 'words':
      return isSo(searching, object, search);
  }
}

function isSo(searching: NaiveSearching, object: NaiveObject, words: NaiveWords): Answer {
  const { types } = searching;
  const field = words.field ?? searching.defaultField;
  const value = plain(words.written);
  switch (field) {
    case 'TEXT':
    case 'ALL':
    case 'd:text':
    case 'd:any':
      return words.written.trim() === '*' || saysIn(textFields(types, object), words);
    case 'd:content':
      return contentSays(searching, object, words);
    case 'ID':
      return isOneOf(types, new Map([['', object]]), { column: 'cmis:objectId', list: [value] });
    case 'PARENT':
      return object.folders.has(folderOf(value));
    case 'PRIMARYPARENT':
      return object.object.parentUuid === folderOf(value);
    case 'ANCESTOR':
      return object.above.has(folderOf(value));
    case 'PATH':
      return isAtPath(searching.folders, object, value);
    case 'QNAME':
      return isAtPath(searching.folders, object, `//${value}`);
    case 'OWNER':
      return isWhole([object.object.owner], words);
    case 'TYPE':
    case 'EXACTTYPE':
    case 'ASPECT':
    case 'EXACTASPECT':
    case 'CLASS':
    case 'EXACTCLASS':
      return isOfClass(searching, object, { field, written: words.written });
    case 'ISNULL':
      return valueOf(searching, object, value) === undefined;
    case 'ISNOTNULL':
    case 'EXISTS':
      return valueOf(searching, object, value) !== undefined;
    case 'ISUNSET': {
      const property = namedProperty(searching, value);
      const own = types.effective(object.object.type, object.object.secondaryTypes);
      return !property || (own.has(property.id) && valueOf(searching, object, value) === undefined);
    }
    default:
      return propertySays(searching, object, words);
  }
}

function propertySays(searching: NaiveSearching, object: NaiveObject, words: NaiveWords): Answer {
  const { types } = searching;
  const name = words.field ?? searching.defaultField;
  if (namesOf(searching, name).includes('cm:content')) return contentSays(searching, object, words);
  if (namesOf(searching, name).includes('cm:owner')) return isSo(searching, object, { ...words, field: 'OWNER' });
  const property = namedProperty(searching, name);
  if (!property?.queryable) return false;
  const values = valuesOf(object, property);
  if (words.written.trim() === '*') return values.length > 0;
  const text = plain(words.written);
  switch (property.propertyType) {
    case 'integer':
    case 'decimal':
      return values.includes(Number(text));
    case 'boolean':
      return values.includes(/^(?:true|t|1)$/i.test(text));
    case 'datetime': {
      const [start, end] = naiveSpan(text, searching.now);
      return values.some((each) => Number(each) >= start && Number(each) < end);
    }
    case 'id':
      if (!property.id.startsWith('cmis:') || property.cardinality === 'multi') return isWhole(values, words);
      if (isWild(words.written)) return false;
      if (property.id === 'cmis:parentId') return object.object.parentUuid === folderOf(text);
      return isOneOf(types, new Map([['', object]]), { column: property.id, list: [text] }) ?? false;
    case 'string':
    case 'uri':
    case 'html':
      if (isSystem(property)) return isWhole(values, words);
      if (words.manner === 'exact') return isWhole(values, words);
      return saysIn(object.object.type.fulltextIndexed ? fieldsOfValues(values.map(String)) : [], words);
  }
}

/** What the repository itself notes has no words. */
const isSystem = ({ id }: PropertyDefinition): boolean =>
  /^(?:cmis|alfcmis|triptych):/.test(id) && id !== 'cmis:name' && id !== 'cmis:description';

const isWhole = (values: readonly Scalar[], { written, manner }: NaiveWords): boolean => {
  const expression = wildExpression(written, manner === 'exact' ? '' : 'i');
  return values.some((value) => expression.test(String(value)));
};

function saysIn(fields: readonly Field[], { written, manner }: NaiveWords): Answer {
  // Signs that stand for themselves are no words.
  const term = isWild(written) ? written : plain(written).replace(/[*?]/g, ' ');
  return asksWords(term) ? hasWords(fields, term, manner === 'exact') : undefined;
}

const contentSays = ({ types }: NaiveSearching, object: NaiveObject, words: NaiveWords): Answer =>
  words.written.trim() === '*' ? object.object.content !== undefined : saysIn(contentFields(types, object), words);

function inRange(searching: NaiveSearching, object: NaiveObject, range: NaiveRange): boolean {
  const property = namedProperty(searching, range.field ?? searching.defaultField);
  if (!property?.queryable) return false;
  const isDate = property.propertyType === 'datetime';
  const isNumber = property.propertyType === 'integer' || property.propertyType === 'decimal';
  const limit = (text: string): readonly [Scalar, Scalar] => {
    if (!isDate) return isNumber ? [Number(text), Number(text)] : [text, text];
    // All of a year, month, day … is in or out.
    const [start, end] = naiveSpan(text, searching.now);
    return [start, end - 1];
  };
  return valuesOf(object, property).some((value) => {
    const [first, last] = OPEN.has(range.from) ? [value, value] : limit(range.from);
    const [start, end] = OPEN.has(range.to) ? [value, value] : limit(range.to);
    const above = OPEN.has(range.from) || (range.fromInclusive ? compare(value, first) >= 0 : compare(value, last) > 0);
    return above && (OPEN.has(range.to) || (range.toInclusive ? compare(value, end) <= 0 : compare(value, start) < 0));
  });
}

/** The folder of everything that is in one, not of folders alone. */
const read = (object: StoredObject, id: string): PropertyValue | undefined =>
  id === 'cmis:parentId' ? object.parentUuid : propertyValue(object, id);

const valuesOf = ({ object }: NaiveObject, { id }: PropertyDefinition): readonly Scalar[] => {
  const value = read(object, id);
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar];
};

/** The value that one of the fields about values asks for; what cannot be searched has none. */
function valueOf(searching: NaiveSearching, object: NaiveObject, name: string): unknown {
  if (namesOf(searching, name).includes('cm:owner')) return object.object.owner;
  const property = namedProperty(searching, name);
  return property?.queryable ? read(object.object, property.id) : undefined;
}

/** What Alfresco and CMIS call differently. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'cm:name': 'cmis:name',
  'cm:creator': 'cmis:createdBy',
  'cm:created': 'cmis:creationDate',
  'cm:modifier': 'cmis:lastModifiedBy',
  'cm:modified': 'cmis:lastModificationDate',
  'cm:content': 'cmis:contentStreamLength',
  'cm:content.size': 'cmis:contentStreamLength',
  'cm:content.mimetype': 'cmis:contentStreamMimeType',
};
const URIS: Readonly<Record<string, string>> = {
  'urn:library': 'my',
  'http://www.alfresco.org/model/content/1.0': 'cm',
};

/** The full names that a name may stand for. */
export function namesOf({ namespace }: Pick<NaiveSearching, 'namespace'>, name: string): readonly string[] {
  const [, uri, local = ''] = /^\{(.*)\}(.*)$/.exec(name) ?? [];
  if (uri !== undefined) return [`${URIS[uri]}:${local}`];
  return name.includes(':') ? [name] : [`${namespace}:${name}`, name.replace('_', ':')];
}

const known = new WeakMap<TypeRegistry, Map<string, PropertyDefinition | undefined>>();

export function namedProperty(
  searching: Pick<NaiveSearching, 'types' | 'namespace'>,
  name: string,
): PropertyDefinition | undefined {
  const names = namesOf(searching, name).map((each) => OTHERWISE[each] ?? each);
  const byNames = known.get(searching.types) ?? new Map<string, PropertyDefinition | undefined>();
  known.set(searching.types, byNames);
  const key = names.join(' ');
  if (!byNames.has(key)) byNames.set(key, propertyOf(searching.types, names));
  return byNames.get(key);
}

function propertyOf(types: TypeRegistry, names: readonly string[]): PropertyDefinition | undefined {
  const all = [...types.all()].flatMap((type) => [...type.propertyDefinitions.values()]);
  return names.map((name) => all.find(({ id, queryName }) => id === name || queryName === name)).find(Boolean);
}

function isOfClass(
  searching: NaiveSearching,
  { object }: NaiveObject,
  asked: { readonly field: string; readonly written: string },
): boolean {
  const literal = isWild(asked.written) ? asked.written : plain(asked.written).replace(/[\\*?]/g, '\\$&');
  const names = namesOf(searching, literal).map((name) => wildExpression(name, ''));
  const isNamed = (name: string): boolean => names.some((each) => each.test(name));
  const isExact = asked.field.startsWith('EXACT');
  const isOf = (type: TypeDefinition): boolean =>
    classNames(type.id).some(isNamed) ||
    (!isExact && type.parentId !== undefined && isOf(searching.types.find(type.parentId) as TypeDefinition));
  const isType = !isExact && object.type.baseId !== 'cmis:item' && isNamed('cm:cmobject');
  const { version } = object;
  const marks = [
    ...['cm:auditable', 'sys:referenceable', 'sys:localized'],
    ...(object.type.baseId === 'cmis:document' ? ['cm:versionable'] : []),
    ...(version?.isWorkingCopy ? ['cm:workingcopy'] : []),
    ...(version?.checkedOutBy !== undefined ? ['cm:checkedOut'] : []),
  ];
  const isAspect = object.secondaryTypes.some(isOf) || marks.some(isNamed);
  if (asked.field.endsWith('TYPE')) return isType || isOf(object.type);
  return asked.field.endsWith('ASPECT') ? isAspect : isType || isOf(object.type) || isAspect;
}

function classNames(id: string): readonly string[] {
  const alfrescos = { 'cmis:document': 'cm:content', 'cmis:folder': 'cm:folder' }[id];
  return [id, id.replace(/^[A-Z]:/, ''), ...(alfrescos ? [alfrescos] : [])];
}
