import { invalidArgument } from '../model/errors';
import type { PropertyType } from '../model/property-definition';
import type { TypeRegistry } from '../model/type-registry';
import type { Join, TableExpression, Written } from './ast';
import type { Bound, Column, Table } from './bound';
import { resolveColumn, type Scope } from './scope';

export interface BoundFrom {
  readonly from: TableExpression<Bound>;
  readonly tables: readonly Table[];
}

/** Finds the tables of FROM and checks what they are joined on. @throws CmisError `invalidArgument`. */
export function bindFrom(types: TypeRegistry, written: TableExpression<Written>): BoundFrom {
  const tables: Table[] = [];

  const bind = (expression: TableExpression<Written>, optional: boolean): TableExpression<Bound> => {
    if (expression.kind === 'table') {
      const table = tableOf(types, expression.table, { index: tables.length, optional });
      if (tables.some((other) => other.name.toLowerCase() === table.name.toLowerCase())) {
        throw invalidArgument(`The name '${table.name}' stands for two tables: give one of them another alias.`);
      }
      tables.push(table);
      return { kind: 'table', table };
    }
    const start = tables.length;
    const left = bind(expression.left, optional);
    const middle = tables.length;
    const right = bind(expression.right, optional || expression.type === 'left');
    const on = bindOn({ types, tables: tables.slice(start) }, { on: expression.on, middle });
    return { kind: 'join', type: expression.type, left, right, on };
  };
  return { from: bind(written, false), tables };
}

function tableOf(
  types: TypeRegistry,
  written: Written['source'],
  place: { readonly index: number; readonly optional: boolean },
): Table {
  const type = types.byQueryName(written.name);
  if (!type) throw invalidArgument(`There is no type with the query name '${written.name}'.`);
  if (!type.queryable) throw invalidArgument(`The type '${type.id}' cannot be queried.`);
  return { ...place, name: written.alias ?? written.name, type, rowTypes: types.inTableOf(type.id) };
}

/** `middle`: place of the first table of the right side. */
function bindOn(
  scope: Scope,
  join: { readonly on: Join<Written>['on']; readonly middle: number },
): readonly [Column, Column] {
  const columns = join.on.map((name) => resolveColumn(scope, name));
  columns.forEach((column, index) => checkJoinColumn(column, join.on[index] ?? ''));
  const left = columns.find((column) => column.table < join.middle);
  const right = columns.find((column) => column.table >= join.middle);
  if (!left || !right) {
    throw invalidArgument(`'${join.on.join(' = ')}' does not compare a column of each side of the join.`);
  }
  const [one, other] = [left.property.propertyType, right.property.propertyType];
  if (FAMILIES[one] !== FAMILIES[other]) {
    throw invalidArgument(`'${join.on.join(' = ')}' compares ${one} with ${other}.`);
  }
  return [left, right];
}

/** Types whose values can be equal. */
const FAMILIES: Readonly<Record<PropertyType, string>> = {
  string: 'text',
  id: 'text',
  uri: 'text',
  html: 'text',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  datetime: 'datetime',
};

function checkJoinColumn({ property }: Column, name: string): void {
  if (!property.queryable) throw invalidArgument(`The column '${name}' cannot be queried.`);
  if (property.cardinality === 'multi')
    throw invalidArgument(`'${name}' has many values: tables cannot be joined on it.`);
}
