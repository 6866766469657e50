import type { Ordering, PersonColumn, StoredPerson } from '../../repository/storage/directory';
import type { FoundSiteColumn, NameQuery, NameReader } from '../../repository/storage/names';
import type { StoredSite } from '../../repository/storage/sites';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { PERSON_JSON } from './person-store';
import { callerStatement, type Session } from '../unit/session';
import { SITE_JSON, VISIBLE_SITES } from './site-sql';

const PERSON_COLUMNS: Readonly<Record<PersonColumn, string>> = {
  id: 'p.name',
  firstName: `lower(coalesce(p.props #>> '{profile,firstName}', p.display_name, p.name))`,
  lastName: `lower(coalesce(p.props #>> '{profile,lastName}', ''))`,
};
const SITE_COLUMNS: Readonly<Record<FoundSiteColumn, string>> = {
  id: 's.name_key',
  title: `lower(coalesce(o.props->>'cm:title', s.name))`,
  description: `lower(coalesce(o.props->>'cm:description', ''))`,
};
const PERSON_NAMES = `concat_ws(' ', p.name, p.display_name, p.props #>> '{profile,firstName}', p.props #>> '{profile,lastName}')`;
const SITE_NAMES = `concat_ws(' ', s.name, o.props->>'cm:title', o.props->>'cm:description')`;

/** `$4`: patterns, all of which the names match. */
const named = (names: string): string =>
  `not exists (select from unnest($4::text[]) w (pattern) where not ${names} ~* w.pattern)`;

interface Shape {
  readonly what: string;
  readonly row: string;
  readonly source: string;
  readonly last: string;
}

const PEOPLE: Shape = {
  what: 'people',
  row: PERSON_JSON,
  source: `principals p where p.kind = 'person' and ${named(PERSON_NAMES)}`,
  last: 'p.name',
};
const SITES: Shape = {
  what: 'sites',
  row: SITE_JSON,
  source: `${VISIBLE_SITES} and ${named(SITE_NAMES)}`,
  last: 's.name_key',
};

function statementFor<C extends string>(
  { what, row, source, last }: Shape,
  columns: Readonly<Record<C, string>>,
  order: readonly Ordering<C>[],
): Statement {
  const by = order.map((one) => `${columns[one.by]}${one.descending ? ' desc' : ''}`);
  const name = `find-${what}-${order.map((one) => `${one.by}${one.descending ? '-down' : ''}`).join('-')}`;
  const { text } = callerStatement({ name, body: countedJson({ row, source, order: [...by, last].join(', ') }) });
  return order.length > 2 ? { text } : { name, text };
}

/** A word begins where none goes on before it. */
const patternOf = (word: string): string =>
  `(^|[^[:alnum:]])${word.replace(/[^\p{L}\p{N}*\s]/gu, '\\$&').replace(/\*+/g, '.*')}`;

export function nameReader(session: Session): NameReader {
  const valuesOf = <C extends string>({ page, words }: NameQuery<C>): readonly unknown[] => [
    page.maxItems,
    page.skipCount,
    words.map(patternOf),
  ];
  return {
    people: async (input) =>
      readCounted<StoredPerson>(await session.ask(statementFor(PEOPLE, PERSON_COLUMNS, input.order), valuesOf(input))),
    sites: async (input) =>
      readCounted<StoredSite>(await session.ask(statementFor(SITES, SITE_COLUMNS, input.order), valuesOf(input))),
  };
}
