import type { Table } from '../../query/bound';
import type { TypeRegistry } from '../../model/type-registry';
import { baseNumber } from '../rows/object-row';
import type { RowSource } from './columns';
import type { SqlValues } from './sql-values';

export interface TableContext {
  readonly types: TypeRegistry;
  readonly values: SqlValues;
  /** Sees everything: no ACL is read. */
  readonly admin: boolean;
  readonly searchAllVersions: boolean;
}

/** How the columns of a table are named in the statement, and whether its rows may be older versions. */
export function rowSource(
  table: Table,
  { searchAllVersions, admin }: Pick<TableContext, 'searchAllVersions' | 'admin'>,
): RowSource {
  const alias = `t${table.index}`;
  const baseId = table.bases ? undefined : table.type.baseId;
  const hasDocuments = table.bases?.includes('cmis:document') ?? false;
  return {
    alias,
    // Only documents have versions; a secondary type may be on anything.
    versions: searchAllVersions && (hasDocuments || baseId === 'cmis:document' || baseId === 'cmis:secondary'),
    ...(baseId !== undefined && baseId !== 'cmis:secondary' && { baseId }),
    optional: table.optional,
    ...(!admin && baseId !== 'cmis:relationship' && { readsContent: readsContent(alias) }),
  };
}

/** Nearly everywhere who sees an object may read its content: then the rights name nobody in particular. */
const readsContent = (row: string): string =>
  `case when ${row}.content_id is null or ${row}.content_readers is null then true
    else ${row}.owner = (select name from me) or ${row}.content_readers && (select authorities from me) end`;

/** The rows of a table that the caller may see, as an item of FROM. */
export function tableSql(context: TableContext, table: Table): string {
  const row = rowSource(table, context);
  const { join, where } = visibility(context, row);
  const rights = row.readsContent === undefined ? '' : ', a.content_readers';
  const live = `from objects o${join} where ${ofTypes(context, table, 'o')}${where}`;
  if (!row.versions) return `(select o.*, o.xmin::text as row_version${rights} ${live}) ${row.alias}`;
  const frozen = `from versions v join objects o on o.id = v.object_id${join} where (v.major, v.minor) <> (o.major, o.minor) and ${ofTypes(context, table, 'v')}${where}`;
  return `(select ${LIVE_COLUMNS}${rights} ${live} union all select ${FROZEN_COLUMNS}${rights} ${frozen}) ${row.alias}`;
}

/** Columns of a row of the series, then of a version; the two lists are the two halves of one union. */
const OF_SERIES =
  'o.id, o.uuid, o.series, o.base, o.parent_id, o.source_id, o.target_id, o.pwc_of, o.owner, o.checked_out_by';
const OF_VERSION = [
  'type_id',
  'content_id',
  'created',
  'modified',
  'major',
  'minor',
  'is_major',
  'name',
  'created_by',
  'modified_by',
  'mime',
  'filename',
  'comment',
  'aspects',
  'props',
];
const versionColumns = (row: string): string => OF_VERSION.map((column) => `${row}.${column}`).join(', ');
const LIVE_COLUMNS = `${OF_SERIES}, ${versionColumns('o')}, o.pwc, o.name_key, null::bigint as frozen`;
// A frozen version keeps no key of its name: it is the live one's, or near enough to be ordered by.
const FROZEN_COLUMNS = `${OF_SERIES}, ${versionColumns('v')}, false as pwc, case when v.name = o.name then o.name_key else lower(v.name) end as name_key, v.id as frozen`;

function ofTypes({ types, values }: TableContext, table: Table, row: string): string {
  const { baseId } = table.type;
  if (table.bases)
    return row === 'o' ? `o.base = any(${values.add(table.bases.map(baseNumber), 'smallint[]')})` : 'true';
  const ofThisBase = types.withDescendants(baseId);
  // One number says as much as a long list, and the planner knows how many rows have it.
  const ofBase = row === 'o' ? `o.base = ${baseNumber(baseId)}` : 'true';
  if (baseId !== 'cmis:secondary' && ofThisBase.length === table.rowTypes.length) return ofBase;
  const keys = table.rowTypes.map((type) => type.key);
  if (baseId === 'cmis:secondary') return `${row}.aspects && ${values.add(keys, 'int[]')}`;
  const others = new Set(ofThisBase.map((type) => type.key));
  for (const key of keys) others.delete(key);
  if (others.size < keys.length) return `${ofBase} and ${row}.type_id <> all(${values.add([...others], 'int[]')})`;
  return `${row}.type_id = any(${values.add(keys, 'int[]')})`;
}

interface Visibility {
  readonly join: string;
  readonly where: string;
}

const READS = (object: string, acl: string): string =>
  `(${object}.owner = (select name from me) or ${acl}.readers && (select authorities from me))`;

/** Relationships have no rights of their own: they are seen by who may see both ends. */
const ENDS = `(select count(*) from objects e left join acls x on x.id = e.acl_id where e.id in (o.source_id, o.target_id) and ${READS('e', 'x')}) = case when o.source_id = o.target_id then 1 else 2 end`;

function visibility(context: TableContext, row: RowSource): Visibility {
  if (context.admin) return { join: '', where: '' };
  if (row.baseId === 'cmis:relationship') return { join: '', where: ` and ${ENDS}` };
  if (row.baseId !== undefined) return { join: ' join acls a on a.id = o.acl_id', where: ` and ${READS('o', 'a')}` };
  return {
    join: ' left join acls a on a.id = o.acl_id',
    where: ` and case when o.base = 4 then ${ENDS} else ${READS('o', 'a')} end`,
  };
}
