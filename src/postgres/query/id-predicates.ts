import type { Scalar } from '../../model/properties';
import type { PropertyDefinition } from '../../model/property-definition';
import type { TypeRegistry } from '../../model/type-registry';
import { parseObjectId } from '../../repository/values/object-id';
import { baseNumber } from '../rows/object-row';
import { ofDocuments, whereThere, type RowSource } from './columns';
import { folderUuid } from './folders';
import type { SqlValues } from './sql-values';

export interface IdContext {
  readonly types: TypeRegistry;
  readonly values: SqlValues;
}

/** Which answers the condition must give: `true` alone, or also the difference between false and unknown. */
export type Precision = 'true' | 'exact';

interface IdQuestion {
  readonly row: RowSource;
  readonly ids: readonly Scalar[];
  readonly precision: Precision;
}

/** No key: keeps a list from being empty, since nothing is `= any` of an empty list, not even the unknown. */
const NO_KEY = -1;

/**
 * A condition that a system id is one of `ids`, however they are spelled. What cannot be an id equals none.
 * Undefined when the property is no system id.
 */
export function systemIdIn(context: IdContext, property: PropertyDefinition, question: IdQuestion): string | undefined {
  const { alias } = question.row;
  switch (property.id) {
    case 'cmis:objectId':
      return always(question, objectIdIn(context, question.row, question.ids));
    case 'cmis:versionSeriesId':
      return seriesIn(context, question);
    case 'cmis:parentId': {
      const folders = context.values.add(
        question.ids.flatMap((id) => folderUuid(String(id)) ?? []),
        'uuid[]',
      );
      return `${alias}.parent_id = any(array(select p.id from objects p where p.uuid = any(${folders})) || ${NO_KEY}::bigint)`;
    }
    case 'cmis:sourceId':
    case 'cmis:targetId': {
      const end = objectIdIn(context, { alias: 'e', versions: false, optional: false }, question.ids);
      const column = property.id === 'cmis:sourceId' ? 'source_id' : 'target_id';
      return `${alias}.${column} = any(array(select e.id from objects e where ${end}) || ${NO_KEY}::bigint)`;
    }
    case 'cmis:objectTypeId': {
      const keys = question.ids.flatMap((id) => context.types.find(String(id))?.key ?? []);
      return `${alias}.type_id = any(${context.values.add([...keys, NO_KEY], 'int[]')})`;
    }
    case 'cmis:baseTypeId': {
      const bases = question.ids.map((id) => baseNumber(String(id)));
      return `${alias}.base = any(${context.values.add([...bases, NO_KEY], 'smallint[]')})`;
    }
    default:
      return undefined;
  }
}

/** For conditions that are never unknown of an object: SQL may call them so, and then means false. */
export function always({ row, precision }: Pick<IdQuestion, 'row' | 'precision'>, condition: string): string {
  return precision === 'true' ? condition : whereThere(row, `coalesce(${condition}, false)`);
}

/**
 * A bare uuid is the newest version (or the working copy of what has none), `;label` a version, `;pwc` the working
 * copy of a series; what has no versions is found with any label.
 */
function objectIdIn(context: IdContext, row: RowSource, ids: readonly Scalar[]): string {
  const parsed = ids.flatMap((id) => parseObjectId(String(id)) ?? []);
  const bare: string[] = [];
  const copies: string[] = [];
  const labelled: { readonly uuid: string; readonly major: number; readonly minor: number }[] = [];
  for (const { uuid, label } of parsed) {
    if (label === undefined) bare.push(uuid);
    else if (label === 'pwc') copies.push(uuid);
    else labelled.push({ uuid, ...label });
  }
  const conditions: string[] = [];
  if (bare.length > 0 || labelled.length > 0) conditions.push(versionIn(context, row, { bare, labelled }));
  if (copies.length > 0) {
    const uuids = context.values.add(copies, 'uuid[]');
    conditions.push(`${row.alias}.pwc and ${ofSeries(row.alias, uuids)}`);
  }
  return conditions.length === 0 ? 'false' : `(${conditions.join(' or ')})`;
}

/** One list of uuids for the index to find; labels are looked at after. */
function versionIn(
  { values }: IdContext,
  { alias, versions, baseId }: RowSource,
  ids: {
    readonly bare: readonly string[];
    readonly labelled: readonly { readonly uuid: string; readonly major: number; readonly minor: number }[];
  },
): string {
  const { bare, labelled } = ids;
  const found = `${alias}.uuid = any(${values.add([...bare, ...labelled.map(({ uuid }) => uuid)], 'uuid[]')})`;
  if (baseId !== undefined && baseId !== 'cmis:document') return found;
  const conditions = [`${alias}.base <> 1`];
  if (bare.length > 0) {
    const live = versions ? ` and ${alias}.frozen is null` : '';
    if (labelled.length === 0 && !versions) return found;
    conditions.push(`${alias}.uuid = any(${values.add(bare, 'uuid[]')})${live}`);
  }
  if (labelled.length > 0) {
    const column = (key: 'uuid' | 'major' | 'minor', type: string): string =>
      values.add(
        labelled.map((each) => each[key]),
        type,
      );
    const labels = `select * from unnest(${column('uuid', 'uuid[]')}, ${column('major', 'int[]')}, ${column('minor', 'int[]')})`;
    conditions.push(`not ${alias}.pwc and (${alias}.uuid, ${alias}.major, ${alias}.minor) in (${labels})`);
  }
  return `${found} and (${conditions.join(' or ')})`;
}

/** Rows of the series that the uuids name: by the live row's uuid, or a working copy's own. Both by index. */
const ofSeries = (alias: string, uuids: string): string =>
  `(${alias}.uuid = any(${uuids}) or ${alias}.pwc_of = any(array(select s.id from objects s where s.uuid = any(${uuids}))))`;

function seriesIn({ values }: IdContext, { row, ids, precision }: IdQuestion): string {
  const series = ids.flatMap((id) => {
    const parsed = parseObjectId(String(id));
    return parsed && parsed.label === undefined ? [parsed.uuid] : [];
  });
  const uuids = values.add(series, 'uuid[]');
  const isOne = `${row.alias}.series = any(${uuids})`;
  if (precision === 'exact') return ofDocuments(row, whereThere(row, isOne));
  const ofBase = row.baseId === undefined ? ` and ${row.alias}.base = 1` : '';
  return `(${ofSeries(row.alias, uuids)} and ${isOne}${ofBase})`;
}
