import { ANYONE } from '../model/principal';
import type { AuthorityCondition, AuthorityField } from '../query/afts/authorities';
import type { AuthorityQuery, AuthorityReader, FoundAuthority } from '../repository/storage-authorities';
import { countedJson, readCounted } from './counted';
import { OF_SITE } from './group-store';
import { sqlValues, type SqlValues } from './query/sql-values';
import { callerStatement, type Session } from './session';

const ofPerson = (sql: string): string => `case when p.kind = 'person' then ${sql} end`;
const ofGroup = (sql: string): string => `case when p.kind = 'group' then ${sql} end`;
const said = (path: string): string => ofPerson(`p.props #>> '{profile,${path}}'`);

/** As the directory shows them. */
const FIELDS: Readonly<Record<AuthorityField, string>> = {
  name: 'p.name',
  userName: ofPerson('p.name'),
  firstName: ofPerson(`coalesce(p.props #>> '{profile,firstName}', p.display_name, p.name)`),
  lastName: said('lastName'),
  email: said('email'),
  jobTitle: said('jobTitle'),
  organization: said('company,organization'),
  authorityName: ofGroup('p.name'),
  authorityDisplayName: ofGroup(`coalesce(p.display_name, regexp_replace(p.name, '^GROUP_(?=.)', ''))`),
};

const VALUES = Object.entries(FIELDS)
  .map(([field, sql]) => `'${field}', ${sql}`)
  .join(', ');
const UUID = `md5(p.kind || ':' || p.name)::uuid::text`;
const ROW = `json_build_object('uuid', ${UUID}, 'name', p.name, 'kind', p.kind, 'values', json_strip_nulls(json_build_object(${VALUES})))`;

/** `$2` and `$3` are the page. */
const FIRST_VALUE = 4;

export const authorityReader = (session: Session): AuthorityReader => ({
  find: async ({ condition, order, page }: AuthorityQuery) => {
    const values = sqlValues(FIRST_VALUE);
    const by = order.map((key) => `lower(${FIELDS[key.by]})${key.descending ? ' desc' : ''} nulls last`);
    const { text } = callerStatement({
      name: 'authorities',
      body: countedJson({
        row: ROW,
        source: `principals p where p.kind in ('person', 'group') and p.name <> '${ANYONE}' and ${conditionSql(condition, values)}`,
        order: [...by, 'p.name'].join(', '),
      }),
    });
    const answer = await session.ask({ text, adHoc: true }, [page.maxItems, page.skipCount, ...values.list]);
    return readCounted<FoundAuthority>(answer);
  },
});

function conditionSql(condition: AuthorityCondition, values: SqlValues): string {
  if (typeof condition === 'boolean') return String(condition);
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const [none, word] = condition.kind === 'and' ? ['true', ' and '] : ['false', ' or '];
      const operands = condition.operands.map((each) => conditionSql(each, values));
      return operands.length === 0 ? none : `(${operands.join(word)})`;
    }
    case 'not':
      return `not ${conditionSql(condition.operand, values)}`;
    case 'is':
      return `(p.kind = '${condition.what}')`;
    case 'has':
      return `(${FIELDS[condition.field]} is not null)`;
    case 'ofSite':
      return OF_SITE;
    case 'id':
      return `(${UUID} = ${values.add(condition.id, 'text')})`;
    case 'like': {
      const { field, pattern, whole } = condition;
      const [operator, expression] = whole ? ['~', `^${regularOf(pattern)}$`] : ['~*', wordsOf(pattern)];
      return `coalesce(${FIELDS[field]} ${operator} ${values.add(expression, 'text')}, false)`;
    }
  }
}

/** Words stand where none goes on before them or after them. */
const wordsOf = (pattern: string): string =>
  `(^|[^[:alnum:]])${pattern
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map(regularOf)
    .join('[^[:alnum:]]+')}($|[^[:alnum:]])`;

/** As a regular expression: `*` any characters, `?` one, and `\` before what stands for itself. */
const regularOf = (pattern: string): string =>
  pattern.replace(/\\([^])|[^]/gu, (written, escaped: string | undefined) => {
    if (escaped === undefined && written === '*') return '.*';
    if (escaped === undefined && written === '?') return '.';
    return (escaped ?? written).replace(/[^\p{L}\p{N}\s]/gu, '\\$&');
  });
