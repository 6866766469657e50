import { invalidArgument } from '../model/errors';
import type { PropertyDefinition } from '../model/property-definition';
import type { TypeDefinition } from '../model/type-definition';
import type { TypeRegistry } from '../model/type-registry';
import type { Column, Table } from './bound';

/** The tables whose columns a part of the statement may name, and how names are found in them. */
export interface Scope {
  readonly types: TypeRegistry;
  readonly tables: readonly Table[];
}

const columnsByType = new WeakMap<TypeDefinition, ReadonlyMap<string, PropertyDefinition>>();

/** Columns of a type's table in the order of `SELECT *`, by query name in lower case. A secondary type has the id, too. */
export function columnsOf(types: TypeRegistry, type: TypeDefinition): ReadonlyMap<string, PropertyDefinition> {
  const known = columnsByType.get(type);
  if (known) return known;
  const columns = new Map<string, PropertyDefinition>();
  const id = types.property('cmis:objectId');
  if (type.baseId === 'cmis:secondary' && id) columns.set(id.queryName.toLowerCase(), id);
  for (const property of type.propertyDefinitions.values()) columns.set(property.queryName.toLowerCase(), property);
  columnsByType.set(type, columns);
  return columns;
}

/** The table that a qualifier names: by alias, else by the query name of a table, whatever the case. */
export function findTable(scope: Scope, qualifier: string): Table | undefined {
  const wanted = qualifier.toLowerCase();
  const named = scope.tables.find((table) => table.name.toLowerCase() === wanted);
  if (named) return named;
  const ofType = scope.tables.filter((table) => table.type.queryName.toLowerCase() === wanted);
  if (ofType.length > 1)
    throw invalidArgument(`The table '${qualifier}' stands more than once in FROM: use its alias.`);
  return ofType[0];
}

/** As `findTable`; without a qualifier the only table. @throws CmisError `invalidArgument`. */
export function requireTable(scope: Scope, qualifier: string | undefined, what: string): Table {
  if (qualifier !== undefined) {
    const table = findTable(scope, qualifier);
    if (!table) throw invalidArgument(`There is no table '${qualifier}' in FROM.`);
    return table;
  }
  const [only] = scope.tables;
  if (!only || scope.tables.length > 1) throw invalidArgument(`${what} must name a table where FROM has several.`);
  return only;
}

/**
 * The column that `column`, `qualifier.column`, `secondaryType.column` or `qualifier.secondaryType.column` names.
 * A column of a secondary type that is named through a table is that of the table's object.
 * @throws CmisError `invalidArgument` when there is none, or more than one.
 */
export function resolveColumn(scope: Scope, written: string): Column {
  const [first = '', second, third] = written.split('.');
  if (second === undefined) return unqualified(scope, first);
  const table = findTable(scope, first);
  if (third !== undefined) {
    if (!table) throw invalidArgument(`There is no table '${first}' in FROM.`);
    return ofSecondaryType(scope, [table], { type: second, column: third });
  }
  if (table) return ofTable(scope, table, second);
  return ofSecondaryType(scope, scope.tables, { type: first, column: second });
}

function unqualified(scope: Scope, name: string): Column {
  const found = scope.tables.flatMap((table) => columnIn(scope, table, name) ?? []);
  const [column] = found;
  if (!column) throw invalidArgument(`There is no column '${name}' in ${tableNames(scope)}.`);
  if (found.length > 1) throw invalidArgument(`The column '${name}' is in several tables: qualify it.`);
  return column;
}

function ofTable(scope: Scope, table: Table, name: string): Column {
  const column = columnIn(scope, table, name);
  if (!column) throw invalidArgument(`There is no column '${name}' in the table '${table.name}'.`);
  return column;
}

function columnIn(scope: Scope, table: Table, name: string): Column | undefined {
  const property = columnsOf(scope.types, table.type).get(name.toLowerCase());
  return property && { table: table.index, property };
}

function ofSecondaryType(
  scope: Scope,
  tables: readonly Table[],
  name: { readonly type: string; readonly column: string },
): Column {
  const type = scope.types.byQueryName(name.type);
  if (type?.baseId !== 'cmis:secondary') throw invalidArgument(`There is no table '${name.type}' in FROM.`);
  const primary = tables.filter((table) => table.type.baseId !== 'cmis:secondary');
  const [table] = primary;
  if (!table || primary.length > 1) {
    throw invalidArgument(`The column '${name.type}.${name.column}' must name the table that it belongs to.`);
  }
  const property = columnsOf(scope.types, type).get(name.column.toLowerCase());
  if (!property) throw invalidArgument(`There is no column '${name.column}' in the secondary type '${name.type}'.`);
  return { table: table.index, property };
}

const tableNames = (scope: Scope): string => scope.tables.map((table) => `'${table.name}'`).join(', ');
