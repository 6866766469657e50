import { nameKey } from '../../src/model/names';
import type { PropertyValue } from '../../src/model/properties';
import type { TypeDefinition } from '../../src/model/type-definition';
import type { TypeRegistry } from '../../src/model/type-registry';
import { propertyValue } from '../../src/repository/values/object-properties';
import type { StoredObject } from '../../src/repository/values/stored-object';
import type { NaiveCondition, NaiveFrom, NaiveQuery, NaiveValue } from './naive-parse';
import { naiveContains } from './naive-text';

/** An object as the repository shows it, with its content and the uuids of the folders that it is in and of all above these. */
export interface NaiveObject {
  readonly object: StoredObject;
  readonly text: string;
  readonly folders: ReadonlySet<string>;
  readonly above: ReadonlySet<string>;
}
/** One row: an object for each table, undefined where an outer join found none. */
export type Row = ReadonlyMap<string, NaiveObject | undefined>;
type Truth = boolean | undefined;

/** All rows of a query, by trying every combination of objects; `world` is what the caller may see. */
export function naiveEvaluate(types: TypeRegistry, world: readonly NaiveObject[], query: NaiveQuery): readonly Row[] {
  const rows = join(types, world, query.from);
  const { where } = query;
  return where ? rows.filter((row) => truth(types, row, where) === true) : rows;
}

function join(types: TypeRegistry, world: readonly NaiveObject[], from: NaiveFrom): readonly Row[] {
  if ('name' in from) {
    return world.filter((each) => isIn(types, each.object, from.name)).map((each) => new Map([[from.alias, each]]));
  }
  const right = join(types, world, from.right);
  const aliases = aliasesOf(from.right);
  return join(types, world, from.left).flatMap((left) => {
    const found = right
      .map((other): Row => new Map([...left, ...other]))
      .filter((row) => {
        const [one, two] = from.on.map((column) => read(types, row, column));
        return one !== undefined && two !== undefined && one === two;
      });
    if (found.length > 0 || !from.outer) return found;
    return [new Map([...left, ...aliases.map((alias) => [alias, undefined] as const)])];
  });
}

const aliasesOf = (from: NaiveFrom): readonly string[] =>
  'name' in from ? [from.alias] : [...aliasesOf(from.left), ...aliasesOf(from.right)];

function isIn(types: TypeRegistry, object: StoredObject, table: string): boolean {
  return [object.type, ...object.secondaryTypes].some((type) => {
    for (
      let each: TypeDefinition | undefined = type;
      each;
      each = each.parentId ? types.find(each.parentId) : undefined
    ) {
      if (each.queryName === table) return true;
      if (!each.includedInSupertypeQuery) return false;
    }
    return false;
  });
}

/** The property behind `column`, `table.column`, `secondary.column` or `table.secondary.column`, and its value. */
export function read(types: TypeRegistry, row: Row, column: string): PropertyValue | undefined {
  const parts = column.split('.');
  const found = parts.length > 1 && row.has(parts[0] ?? '') ? row.get(parts[0] ?? '') : [...row.values()][0];
  return found && propertyValue(found.object, idOf(types, parts.at(-1) ?? ''));
}

const idsByTypes = new WeakMap<TypeRegistry, ReadonlyMap<string, string>>();
function idOf(types: TypeRegistry, queryName: string): string {
  const known = idsByTypes.get(types);
  if (known) return known.get(queryName) ?? queryName;
  const properties = [...types.all()].flatMap((type) => [...type.propertyDefinitions.values()]);
  idsByTypes.set(types, new Map(properties.map((property) => [property.queryName, property.id])));
  return idOf(types, queryName);
}

function truth(types: TypeRegistry, row: Row, condition: NaiveCondition): Truth {
  switch (condition.op) {
    case 'AND': {
      const sides = condition.sides.map((side) => truth(types, row, side));
      return sides.includes(false) ? false : sides.includes(undefined) ? undefined : true;
    }
    case 'OR': {
      const sides = condition.sides.map((side) => truth(types, row, side));
      return sides.includes(true) ? true : sides.includes(undefined) ? undefined : false;
    }
    case 'NOT':
      return opposite(truth(types, row, condition.side));
    case 'IN_FOLDER':
    case 'IN_TREE': {
      const found = condition.alias === undefined ? [...row.values()][0] : row.get(condition.alias);
      const uuid = folderOf(condition.id);
      return found && (condition.op === 'IN_TREE' ? found.above : found.folders).has(uuid);
    }
    case 'CONTAINS': {
      const found = condition.alias === undefined ? [...row.values()][0] : row.get(condition.alias);
      return found && naiveContains(types, found, condition);
    }
    case 'NULL':
      return read(types, row, condition.column) === undefined;
    case 'NOT NULL':
      return read(types, row, condition.column) !== undefined;
    case 'ANY IN':
    case 'ANY NOT IN': {
      const values = read(types, row, condition.column) as readonly unknown[] | undefined;
      const list = condition.list.map((each) => (each instanceof Date ? each.getTime() : each));
      return values?.some((each) => list.includes(each as string) === (condition.op === 'ANY IN'));
    }
    case 'IN':
      return isOneOf(types, row, condition);
    case 'NOT IN':
      return opposite(isOneOf(types, row, condition));
    case 'LIKE':
    case 'NOT LIKE': {
      const value = read(types, row, condition.column);
      if (value === undefined) return undefined;
      return like(String(value), String(condition.value)) === (condition.op === 'LIKE');
    }
    case '=':
      return isOneOf(types, row, { column: condition.column, list: [condition.value] });
    case '<>':
      return opposite(isOneOf(types, row, { column: condition.column, list: [condition.value] }));
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const value = read(types, row, condition.column);
      if (value === undefined) return undefined;
      const order = compare(value, condition.value instanceof Date ? condition.value.getTime() : condition.value);
      if (condition.op === '<') return order < 0;
      if (condition.op === '<=') return order <= 0;
      return condition.op === '>' ? order > 0 : order >= 0;
    }
  }
}

const opposite = (value: Truth): Truth => (value === undefined ? undefined : !value);

export function isOneOf(
  types: TypeRegistry,
  row: Row,
  question: { readonly column: string; readonly list: readonly NaiveValue[] },
): Truth {
  const value = read(types, row, question.column);
  if (value === undefined) return undefined;
  const parts = question.column.split('.');
  const object = (row.get(parts[0] ?? '') ?? [...row.values()][0])?.object;
  const property = parts.at(-1);
  return question.list.some((literal) => {
    if (property === 'cmis:objectId' && object) return isIdOf(object, String(literal));
    if (property === 'cmis:versionSeriesId') return bare(String(literal)) === value;
    if (property === 'cmis:parentId') return folderOf(String(literal)) === value;
    if (property === 'cmis:sourceId' || property === 'cmis:targetId') {
      const [uuid, label] = bare(String(literal)).split(';');
      const [ownUuid, ownLabel] = String(value).split(';');
      // What has no versions is found with any label, but it is no working copy.
      const isOfNone = ownLabel === undefined && label !== 'pwc';
      return uuid === ownUuid && (label === undefined || isOfNone || label === ownLabel);
    }
    return value === (literal instanceof Date ? literal.getTime() : literal);
  });
}

/** Folders have no versions: any label will do, but no folder is a working copy. */
export const folderOf = (id: string): string => (id.endsWith(';pwc') ? '' : (bare(id).split(';')[0] ?? ''));

const bare = (id: string): string => id.replace('workspace://SpacesStore/', '');

function isIdOf(object: StoredObject, literal: string): boolean {
  const [uuid, label] = bare(literal).split(';');
  const { version } = object;
  if (!version) return uuid === object.uuid && label !== 'pwc';
  if (label === undefined) return uuid === object.uuid && version.frozenKey === undefined;
  if (label === 'pwc') return version.isWorkingCopy && (uuid === object.uuid || uuid === object.series);
  return uuid === object.uuid && !version.isWorkingCopy && label === `${version.major}.${version.minor}`;
}

function like(value: string, pattern: string): boolean {
  const source = pattern.replace(/\\(.)|([%_])|([^%_\\])/gsu, (...[, escaped, wild, plain]: (string | undefined)[]) => {
    if (wild) return wild === '%' ? '.*' : '.';
    return (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, 'su').test(value);
}

/** Texts byte by byte in UTF-8. */
export function compare(one: unknown, other: unknown): number {
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
  return Number(one) - Number(other);
}

/** How two rows are ordered: what is not set comes last, or first where it is descending. */
export const naiveOrder =
  (types: TypeRegistry, query: Pick<NaiveQuery, 'order'>) =>
  (one: Row, other: Row): number => {
    for (const { column, descending } of query.order) {
      const [left, right] = [one, other].map((row) => {
        const value = read(types, row, column);
        return value !== undefined && column.endsWith('cmis:name') ? nameKey(String(value)) : value;
      });
      if (left === undefined && right === undefined) continue;
      const order = left === undefined ? 1 : right === undefined ? -1 : compare(left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
