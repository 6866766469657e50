import { invalidArgument } from '../model/errors';
import { aftsQuery, readAfts, type AftsReading } from '../query/afts/query';
import { requireTimeZone } from '../query/afts/time-zone';
import { bind } from '../query/bind';
import type { BoundQuery } from '../query/bound';
import { parseCmisSql } from '../query/cmis-sql/parse';
import { statementOptions } from './query';
import { countFacets } from './search-facets';
import { highlighter } from './search-highlight';
import type { SearchPage, SearchRequest } from './search-request';
import type { ReadUnit } from './storage';
import { viewsOf } from './views';

/** Objects that a search finds, with how well they fit, and what there is among all of them. */
export async function search(uow: ReadUnit, input: SearchRequest): Promise<SearchPage> {
  const reading = readingOf(uow, input);
  const queryWithout = input.language === 'cmis' ? statementQuery(uow, input) : textQuery(reading, input);
  const searchAllVersions = input.scope !== 'objects';
  const { hits, hasMoreItems, numItems } = await uow.queries.page({
    query: queryWithout([]),
    wanted: [0],
    searchAllVersions,
    page: input.page,
    countLimit: input.countLimit,
  });
  const { facets } = input;
  const counted = facets && (await countFacets(uow, { reading, facets, searchAllVersions, queryWithout }));
  const found = hits.flatMap(({ objects: [object], score }) => (object ? [{ object, score: score ?? 0 }] : []));
  const views = await viewsOf(
    uow,
    found.map(({ object }) => object),
    input.selection,
  );
  const highlight =
    input.highlight && input.language === 'afts' && highlighter(reading, [input.typed ?? input.query], input.highlight);
  return {
    items: views.map((view, index) => ({
      ...view,
      score: found[index]?.score ?? 0,
      ...(highlight && { highlight: highlight(view.object) }),
    })),
    hasMoreItems,
    ...(numItems !== undefined && { numItems }),
    ...(counted && { facets: counted }),
  };
}

/** Of all texts of a search together. */
const MAX_TESTS = 10_000;

function readingOf(uow: ReadUnit, { defaults = {}, templates = [], timeZone }: SearchRequest): AftsReading {
  if (timeZone !== undefined) requireTimeZone(timeZone);
  let tests = 0;
  return {
    types: uow.types,
    now: Date.now(),
    timeZone,
    operator: defaults.operator ?? 'and',
    fieldOperator: defaults.fieldOperator ?? defaults.operator ?? 'and',
    defaultField: defaults.field ?? 'TEXT',
    namespace: defaults.namespace ?? 'cm',
    textAttributes: defaults.textAttributes,
    onTest: () => {
      if (++tests > MAX_TESTS)
        throw invalidArgument(`The search, its filters and facets have more than ${MAX_TESTS} terms.`);
    },
    templates: templates.some(({ name }) => name.toLowerCase() === KEYWORDS.name)
      ? templates
      : [...templates, KEYWORDS],
  };
}

/** What web clients ask where they let people search. */
const KEYWORDS = { name: 'keywords', template: '%(cm:name cm:title cm:description TEXT TAG)' };

type QueryWithout = (tags: readonly string[]) => BoundQuery;

function textQuery(reading: AftsReading, input: SearchRequest): QueryWithout {
  const asked = readAfts(reading, input.query);
  const filters = (input.filters ?? []).map(({ query, tags = [] }) => ({ tags, condition: readAfts(reading, query) }));
  const ofScope = input.scope === 'versions' ? [readAfts(reading, 'cmis:isLatestVersion:false')] : [];
  return (tags) => {
    const kept = filters.filter((filter) => !filter.tags.some((tag) => tags.includes(tag)));
    const conditions = [asked, ...kept.map(({ condition }) => condition), ...ofScope];
    return aftsQuery(reading, { conditions, sort: input.sort ?? [] });
  };
}

/** The objects of the first table of a statement. */
function statementQuery(uow: ReadUnit, input: SearchRequest): QueryWithout {
  if (input.filters?.length) throw invalidArgument('Filter queries cannot go along with a statement of CMIS-QL.');
  if (input.sort?.length) throw invalidArgument('A statement of CMIS-QL is sorted by its ORDER BY alone.');
  const query = bind(uow.types, parseCmisSql(input.query), statementOptions('alfresco'));
  if (input.facets && query.tables.length > 1) throw invalidArgument('There are no facets of joined tables.');
  return () => ({ ...query, select: [{ kind: 'score', name: 'score' }] });
}
