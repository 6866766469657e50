import fc from 'fast-check';
import { bind } from '../../src/query/bind';
import { parseCmisSql } from '../../src/query/cmis-sql/parse';
import { compilePage, type Compiled } from '../../src/postgres/query/compile';
import type { QueriedFolder } from '../../src/postgres/query/folders';
import { libraryRegistry } from './library-types';

const types = libraryRegistry();
const FOLDER = '11111111-2222-4333-8444-555555555555';

function compiled(
  statement: string,
  options: { readonly admin?: boolean; readonly folder?: QueriedFolder } = {},
): Compiled {
  return compilePage({
    types,
    query: bind(types, parseCmisSql(statement), { freeContains: true, freeOrderBy: true }),
    texts: new Map(),
    folders: new Map(options.folder ? [[FOLDER, options.folder]] : []),
    wanted: [0],
    admin: options.admin ?? true,
    searchAllVersions: false,
    page: { maxItems: 10, skipCount: 0 },
    countLimit: 100,
  });
}

/** FROM and WHERE of the statement. */
const found = (statement: string, options?: Parameters<typeof compiled>[1]): string =>
  (/from \(select o\.\*.*?(?=\n)/s.exec(compiled(statement, options).statement.text)?.[0] ?? '').trim();

describe('the SQL of a query', () => {
  it.each([
    // condition                  SQL
    ["cmis:name = 'x'", '(t0.name = $3::text)'],
    [
      "my:title = 'x'",
      `(((t0.props->>'my:title') collate "C") = $3::text and octet_length(((t0.props->>'my:title') collate "C")) <= 600)`,
    ],
    ['my:pages >= 5', `((t0.props->>'my:pages')::numeric) >= $3::numeric`],
    ["my:odd = 'x'", String.raw`((t0.props->>E'my:o''dd\\id') collate "C") = $3::text`],
    ["'x' = ANY my:tags", `(t0.props->'my:tags') @> $3::jsonb`],
    [`cmis:objectId = '${FOLDER}'`, 't0.uuid = any($3::uuid[])'],
    ["cmis:creationDate > TIMESTAMP '2024-01-01T00:00:00.000Z'", '(t0.created > $3::timestamptz)'],
    ["'my:lost' = ANY cmis:secondaryObjectTypeIds", '(t0.aspects && $3::int[])'],
  ])('asks %s so that an index can answer', (condition, sql) => {
    expect(found(`SELECT cmis:objectId FROM my:book WHERE ${condition}`)).toContain(sql);
  });

  it.each([
    ["cmis:name = 'x'", true],
    ["cmis:name = 'x' ORDER BY cmis:creationDate DESC", true],
    [`IN_FOLDER('${FOLDER}') ORDER BY cmis:name DESC`, true],
    // Which plan is good depends on how many there are.
    [`IN_FOLDER('${FOLDER}')`, false],
    [`IN_FOLDER('${FOLDER}') ORDER BY cmis:creationDate`, false],
    [`IN_FOLDER('${FOLDER}') AND my:pages > 5 ORDER BY cmis:name`, false],
    [`IN_TREE('${FOLDER}') ORDER BY cmis:name`, false],
    ["cmis:name <> 'x'", false],
    ["cmis:name LIKE 'xyz%' ORDER BY cmis:name", false],
    ["my:title = 'x'", false],
    // Clients' names would make as many statements as they like.
    ["cmis:name = 'x' ORDER BY my:title", false],
  ])('is planned once for WHERE %s: %s', (rest, isNamed) => {
    const folder = { key: 7, filed: false, filedBelow: false, small: false };
    const { statement } = compiled(`SELECT cmis:name FROM my:book WHERE ${rest}`, { folder });
    expect([statement.name !== undefined, statement.adHoc ?? false]).toEqual([isNamed, !isNamed]);
    expect(compiled(`SELECT cmis:name FROM my:book WHERE ${rest}`, { folder }).statement.name).toBe(statement.name);
  });

  it('reads rights only for those who do not see everything', () => {
    expect(found('SELECT cmis:name FROM my:book')).not.toContain('acls');
    expect(found('SELECT cmis:name FROM my:book', { admin: false })).toContain('join acls a on a.id = o.acl_id');
  });

  it('looks for further filings only where there are some', () => {
    const statement = `SELECT cmis:name FROM my:book WHERE IN_FOLDER('${FOLDER}') AND IN_TREE('${FOLDER}')`;
    const folder = { key: 7, filed: false, filedBelow: false, small: false };
    expect(found(statement)).toContain('where (false and false)');
    expect(found(statement, { folder })).not.toContain('filings');
    expect(found(statement, { folder: { ...folder, filed: true, filedBelow: true } })).toContain('filings');
  });

  it('holds nothing that a client wrote', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0'));
    const quoted = (each: string): string => `'${each.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    const textOf = (one: string, other: string, number: number): string =>
      compiled(
        `SELECT cmis:name FROM my:book WHERE my:title = ${quoted(one)} AND cmis:name LIKE ${quoted(one)} OR cmis:objectId IN (${quoted(one)}, ${quoted(other)})
         AND IN_TREE(${quoted(other)}) AND my:pages = ${number} AND ANY my:tags NOT IN (${quoted(one)}) AND cmis:objectTypeId = ${quoted(other)}`,
      ).statement.text;
    const usual = textOf('x', 'y', 1);
    fc.assert(
      fc.property(text, text, fc.integer(), (one, other, number) => {
        expect(textOf(one, other, number)).toBe(usual);
      }),
    );
  });
});
