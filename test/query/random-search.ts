import type { PropertyDefinition } from '../../src/model/property-definition';
import type { TypeDefinition } from '../../src/model/type-definition';
import type { SearchDefaults, SearchRequest } from '../../src/repository/contract/search-request';
import type { Random } from './random';
import { randomSearchTest, type Asking } from './random-search-test';
import type { World } from './world';

export type RandomSearch = Pick<SearchRequest, 'query' | 'sort' | 'scope'> & {
  readonly filters: readonly string[];
  readonly defaults: Required<Pick<SearchDefaults, 'operator' | 'fieldOperator' | 'namespace' | 'field'>>;
  /** Query name of the type whose table in CMIS-QL holds all that can be found. */
  readonly table: string | undefined;
};

const TABLES =
  `cmis:document cmis:document my:book my:book my:novel my:draft cmis:folder my:shelf cmis:item my:card`.split(/\s+/);

/** A search that is valid, about the objects and values of the world. */
export function randomSearch(random: Random, about: Pick<Asking, 'world' | 'names'>): RandomSearch {
  const { world } = about;
  const table = random.chance(0.6) ? random.pick(TABLES) : undefined;
  const operator = random.pick(['and', 'and', 'or'] as const);
  const defaults = {
    operator,
    fieldOperator: random.chance(0.7) ? operator : random.pick(['and', 'or'] as const),
    namespace: random.pick(['cm', 'my']),
    field: random.chance(0.9) ? 'TEXT' : random.pick(['ALL', 'cm:name', 'my:title', 'cm:content']),
  };
  const asking: Asking = { ...about, random, namespace: defaults.namespace, properties: propertiesOf(world, table) };
  const join = (parts: readonly string[]): string =>
    parts.reduce((text, part) => `${text}${random.pick([' ', ' ', ' AND ', ' OR ', ' && ', ' || ', ' and '])}${part}`);
  const clause = (depth: number): string => {
    const sign = random.chance(0.3) ? random.pick(['-', '!', 'NOT ', 'not ', '+', '|', '|']) : '';
    const inner = depth > 0 && random.chance(0.35) ? `(${clauses(depth - 1)})` : randomSearchTest(asking);
    return sign + inner + (random.chance(0.06) ? random.pick(['^2', '^0.5', '^10']) : '');
  };
  const clauses = (depth: number): string => join(Array.from({ length: 1 + random.below(3) }, () => clause(depth)));

  const limits = table === undefined ? [] : [`TYPE:"${table}"`, ...apart(table)];
  const more = random.chance(0.15) ? [clauses(0)] : [];
  const sortable = asking.properties.filter(
    ({ cardinality, queryable, orderable }) => cardinality === 'single' && queryable && orderable,
  );
  const keys = random.chance(0.5) ? [] : random.picks(sortable, 1 + random.below(2));
  return {
    query: clauses(random.below(3)),
    filters: [...limits, ...more],
    defaults,
    table,
    scope: random.pick(['objects', 'objects', 'objects', 'both', 'versions'] as const),
    sort: keys.map(({ queryName }) => ({ field: queryName, descending: random.chance(0.5) })),
  };
}

/** What the table of a type leaves out in CMIS-QL, and a search does not. */
const apart = (table: string): readonly string[] =>
  table === 'cmis:document' || table === 'my:book' ? ['-TYPE:"my:draft"'] : [];

/** Those of the table, or of all that searches find. */
function propertiesOf({ types }: World, table: string | undefined): readonly PropertyDefinition[] {
  const names = table === undefined ? ['my:novel', 'my:shelf', 'my:card', 'my:rated', 'my:awarded'] : [table];
  const found = names.map((name) => types.find(name) as TypeDefinition);
  const all = found.flatMap((type) => [...type.propertyDefinitions.values()]);
  return [...new Map(all.map((property) => [property.id, property])).values()];
}
