import { invalidArgument } from '../model/errors';
import { aftsQuery, readAfts, type AftsReading } from '../query/afts/query';
import { bind } from '../query/bind';
import type { BoundQuery } from '../query/bound';
import { parseCmisSql } from '../query/cmis-sql/parse';
import type { SearchPage, SearchRequest } from './search-request';
import type { ReadUnit } from './storage';
import { viewsOf } from './views';

/** Objects that a search finds, with how well they fit. */
export async function search(uow: ReadUnit, input: SearchRequest): Promise<SearchPage> {
  const reading = readingOf(uow, input);
  const query = input.language === 'cmis' ? statementQuery(uow, input) : textQuery(reading, input);
  const { hits, hasMoreItems, numItems } = await uow.queries.page({
    query,
    wanted: [0],
    searchAllVersions: input.scope !== 'objects',
    page: input.page,
    countLimit: input.countLimit,
  });
  const found = hits.flatMap(({ objects: [object], score }) => (object ? [{ object, score: score ?? 0 }] : []));
  const views = await viewsOf(
    uow,
    found.map(({ object }) => object),
    input.selection,
  );
  return {
    items: views.map((view, index) => ({ ...view, score: found[index]?.score ?? 0 })),
    hasMoreItems,
    ...(numItems !== undefined && { numItems }),
  };
}

function readingOf(uow: ReadUnit, { defaults = {}, templates = [] }: SearchRequest): AftsReading {
  return {
    types: uow.types,
    now: Date.now(),
    operator: defaults.operator ?? 'and',
    fieldOperator: defaults.fieldOperator ?? defaults.operator ?? 'and',
    defaultField: defaults.field ?? 'TEXT',
    namespace: defaults.namespace ?? 'cm',
    textAttributes: defaults.textAttributes,
    templates: templates.some(({ name }) => name.toLowerCase() === KEYWORDS.name)
      ? templates
      : [...templates, KEYWORDS],
  };
}

/** What web clients ask where they let people search. */
const KEYWORDS = { name: 'keywords', template: '%(cm:name cm:title cm:description TEXT TAG)' };

function textQuery(reading: AftsReading, input: SearchRequest): BoundQuery {
  const texts = [input.query, ...(input.filters ?? [])];
  const conditions = texts.map((text) => readAfts(reading, text));
  if (input.scope === 'versions') conditions.push(readAfts(reading, 'cmis:isLatestVersion:false'));
  return aftsQuery(reading, { conditions, sort: input.sort ?? [] });
}

/** The objects of the first table of a statement. */
function statementQuery(uow: ReadUnit, input: SearchRequest): BoundQuery {
  if ((input.filters ?? []).length > 0)
    throw invalidArgument('Filter queries cannot go along with a statement of CMIS-QL.');
  if ((input.sort ?? []).length > 0) throw invalidArgument('A statement of CMIS-QL is sorted by its ORDER BY alone.');
  const query = bind(uow.types, parseCmisSql(input.query), { freeContains: true, freeOrderBy: true });
  return { ...query, select: [{ kind: 'score', name: 'score' }] };
}
