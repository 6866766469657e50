import type { BoundQuery } from '../../query/bound';
import type { TrashedHits, TrashSearch } from '../../repository/storage/trash';
import { liveRow } from '../rows/object-row';
import { columnSql, type RowSource } from '../query/columns';
import { indexedSql } from '../query/compile';
import { queriedFolders } from '../query/folders';
import { predicateSql, type PredicateContext } from '../query/predicate-sql';
import { lookedUp, scoreOf } from '../query/score-sql';
import { soughtTexts } from '../query/sought-words';
import { sqlValues } from '../query/sql-values';
import { rowSource } from '../query/tables';
import { callerStatement, type Session } from '../unit/session';
import { FROM_TRASH, MINE, trashedOf, type TrashRow } from './trash-rows';

/** What the caller has deleted, and the words of it in place of those that all searches look into. */
const BEFORE = `mine as materialized (select t.id, t.deleted from trash t cross join me where ${MINE}),
  fulltext as materialized (select f.* from mine m join trash_rows r on r.trash_id = m.id and r.kind = 'fulltext' and r.id = m.id
    cross join lateral jsonb_populate_record(null::fulltext, r.row) f)`;
const ROWS = `select x.*, m.deleted as deleted_at from mine m join trash_rows r on r.trash_id = m.id and r.kind = 'objects' and r.id = m.id
    cross join lateral jsonb_populate_record(null::objects, r.row) x`;

/** As `TrashReader.search`: words and folders are looked up, then one statement finds, counts and reads. */
export async function searchTrash(session: Session, { query, page, countLimit }: TrashSearch): Promise<TrashedHits> {
  const asked = lookedUp(query);
  const { byUuid: folders } = await queriedFolders(session, asked, true);
  const { byTerm: texts } = await soughtTexts(session, asked, true);
  const values = sqlValues(2);
  const row = rowSource(tableOf(query), { searchAllVersions: false, admin: true });
  const context: PredicateContext = {
    ...{ types: session.types, rows: [row], folders, texts, values },
    ...{ approach: 'list', blind: true },
  };
  const asks = query.where ? `(${predicateSql(context, query.where, 'exact')}) is true` : 'true';
  const where = ` where ${asks}${query.indexedOnly ? ` and ${indexedSql(row)}` : ''}`;
  const { alias } = row;
  const score = scoreOf({ types: session.types, folders, texts, query }, values, [row]);
  const rows = `select ${[`${alias}.*`, ...score.columns].join(', ')} from (${ROWS}) ${alias}${where}`;
  const scored = `select r.*, ${score.sql} as score from (${rows}) r`;
  const found = `found as materialized (
    select ${alias}.id, ${alias}.score, row_number() over (order by ${orderOf(row, query)}) as n from (${scored}) ${alias})`;
  const [maxItems, skipCount] = [values.add(page.maxItems, 'bigint'), values.add(page.skipCount, 'bigint')];
  const { text } = callerStatement({
    name: 'trash-search',
    before: `${BEFORE}, ${found}`,
    body: `json_build_object('total', (select count(*) from found), 'rows', (
      select json_agg(json_build_array(${liveRow}, t.deleted, t.deleted_by, p.score) order by p.n)
        ${FROM_TRASH} join found p on p.id = t.id and p.n > ${skipCount} and p.n <= ${skipCount} + ${maxItems}))`,
  });
  const answer = (await session.ask({ text, adHoc: true }, values.list)) as Answer;
  const hits = (answer.rows ?? []).map(([object, deleted, by, score]) => ({
    trashed: trashedOf(session, [object, deleted, by]),
    score,
  }));
  return {
    hits,
    hasMoreItems: page.skipCount + hits.length < answer.total,
    ...(answer.total <= countLimit && { numItems: answer.total }),
  };
}

interface Answer {
  readonly total: number;
  readonly rows: readonly (readonly [...TrashRow, score: number])[] | null;
}

function tableOf({ tables: [table] }: BoundQuery): NonNullable<BoundQuery['tables'][number]> {
  if (!table) throw new Error('A search has a table.');
  return table;
}

/** What was deleted last comes first where nothing else decides. */
function orderOf(row: RowSource, { orderBy }: BoundQuery): string {
  const keys = orderBy.map(({ by, descending }) => {
    if (by === 'score') return `${row.alias}.score${descending ? ' desc' : ''}`;
    const { sql, order } = columnSql(row, by.property);
    return `${order ?? sql}${descending ? ' desc nulls last' : ' nulls first'}`;
  });
  return [...keys, `${row.alias}.deleted_at desc`, `${row.alias}.id`].join(', ');
}
