import { RANK_NORM, RANK_WEIGHTS, wordsQuery } from '../../src/postgres/rows/fulltext';
import { sqlValues } from '../../src/postgres/query/sql-values';
import { soughtTerm } from '../../src/text/search-terms';
import type { TestRepository } from './repository';

/** The scores of the live objects that have one of the words. */
export async function scores(test: TestRepository, word: string): Promise<Readonly<Record<string, number>>> {
  const values = sqlValues(1);
  const query = wordsQuery(values, [{ word, prefix: false }]);
  const rows = await test.database.run(
    {
      text: `select o.name, max(ts_rank(${RANK_WEIGHTS}, f.words, q.q, ${RANK_NORM})) from (select ${query} as q) q
        join fulltext f on f.words @@ q.q join objects o on o.id = f.object_id where f.version_id = 0 group by o.name`,
    },
    values.list,
  );
  return Object.fromEntries(rows.map(([name, score]) => [name ?? '', Number(score)]));
}

/** Names of the live objects and working copies, and `name@label` of the versions, in which a term is found. */
export async function whoHas(test: TestRepository, term: string): Promise<readonly string[]> {
  const sought = soughtTerm(term.split(' '));
  const values = sqlValues(1);
  const condition =
    sought.kind === 'pattern'
      ? `f.part = 0 and f.label ~ ${values.add(sought.pattern, 'text')}`
      : `f.words @@ ${wordsQuery(values, sought.words)}`;
  const rows = await test.database.run(
    {
      text: `select distinct case when v.id is null then o.name else v.name || '@' || v.major || '.' || v.minor end
        from fulltext f join objects o on o.id = f.object_id left join versions v on v.id = f.version_id
       where (f.version_id = 0 or v.id is not null) and ${condition} order by 1`,
    },
    values.list,
  );
  return rows.map(([name]) => name ?? '');
}
