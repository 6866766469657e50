import { invalidArgument } from '../../model/errors';
import type { BoundQuery, Output } from '../../query/bound';
import { propertyReader } from '../values/object-properties';
import type { ObjectSelection, ObjectView, Page } from '../values/object-view';
import type { Dialect } from '../contract/request';
import type { QueryColumnValue, QueryRequest, QueryRow } from '../contract/query-request';
import type { QueryHit } from '../storage/queries';
import type { ReadUnit } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';
import { viewsOf } from '../access/views';
import { boundStatement } from './bound-statement';

/** query, CMIS 1.1 §2.2.6.1. */
export async function query(
  uow: ReadUnit,
  input: QueryRequest & { readonly dialect: Dialect },
): Promise<Page<QueryRow>> {
  const bound = boundStatement(uow.types, input);
  const unknown = bound.tables.find(({ type }) => input.isUnknown?.(type));
  if (unknown) throw invalidArgument(`There is no type with the query name '${unknown.type.queryName}'.`);
  const wanted = selectedTables(bound);
  const wantsMore = asksForMore(input.selection);
  // Clients of Alfresco ask for them with every join and mean the object of its first table.
  if (wantsMore && wanted.length !== 1 && input.dialect !== 'alfresco') {
    throw invalidArgument(
      'Allowable actions, relationships and renditions can be asked for where all columns are of one table.',
    );
  }
  const { searchAllVersions, page } = input;
  const found = await uow.queries.page({ query: bound, wanted, searchAllVersions, page });
  const columns = columnReaders(bound, wanted);
  const shape = shapeOf(bound);
  const views = wantsMore ? await viewsByObject(uow, found.hits, input.selection) : undefined;
  return {
    items: found.hits.map((hit) => ({
      columns: () => columns.map((read) => read(hit)),
      ...lastingOf(hit, shape),
      ...(views && hit.objects[0] && moreOf(views.get(hit.objects[0]))),
    })),
    hasMoreItems: found.hasMoreItems,
    ...(found.numItems !== undefined && { numItems: found.numItems }),
  };
}

/** Places in FROM of the tables that columns are selected from; the first table where the score alone is. */
export function selectedTables({ select }: BoundQuery): readonly number[] {
  const tables = new Set(select.flatMap((output) => (output.kind === 'column' ? output.column.table : [])));
  return tables.size === 0 ? [0] : [...tables].sort((one, other) => one - other);
}

const asksForMore = (selection: ObjectSelection): boolean =>
  selection.includeAllowableActions ||
  selection.includeRelationships !== 'none' ||
  selection.renditionFilter !== undefined;

/** Tells select lists of one table apart; undefined where rows have more in them than properties of one object. */
function shapeOf({ tables, select }: BoundQuery): string | undefined {
  const parts: string[] = [];
  for (const output of select) {
    if (output.kind === 'score') return undefined;
    parts.push(output.name, output.column.property.id, tables[output.column.table]?.type.id ?? '');
  }
  // Ids and aliases may have blanks in them.
  return JSON.stringify(parts);
}

function lastingOf({ objects }: QueryHit, shape: string | undefined): Pick<QueryRow, 'lasting'> {
  const source = objects.length === 1 ? objects[0]?.source : undefined;
  return source && shape !== undefined ? { lasting: { source, shape } } : {};
}

type ColumnReader = (hit: QueryHit) => QueryColumnValue;

function columnReaders({ select }: BoundQuery, wanted: readonly number[]): readonly ColumnReader[] {
  return select.map((output: Output): ColumnReader => {
    const queryName = output.name;
    if (output.kind === 'score') return ({ score }) => ({ queryName, value: score ?? 0 });
    const { definition, read } = propertyReader(output.column.property);
    const place = wanted.indexOf(output.column.table);
    return (hit) => {
      const object = hit.objects[place];
      const value = object && read(object);
      return { queryName, definition, ...(value !== undefined && { value }) };
    };
  });
}

async function viewsByObject(
  uow: ReadUnit,
  hits: readonly QueryHit[],
  selection: ObjectSelection,
): Promise<ReadonlyMap<StoredObject, ObjectView>> {
  const objects = [...new Set(hits.flatMap(({ objects: [object] }) => object ?? []))];
  const views = await viewsOf(uow, objects, selection);
  return new Map(views.map((view) => [view.object, view]));
}

const moreOf = (view: ObjectView | undefined): Omit<QueryRow, 'columns'> => ({
  ...(view?.allowableActions && { allowableActions: view.allowableActions }),
  ...(view?.relationships && { relationships: view.relationships }),
  ...(view?.renditions && { renditions: view.renditions }),
});
