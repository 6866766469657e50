import type { SearchRequest } from '../../src/repository/contract/search-request';
import { PLAIN } from '../../src/repository/values/object-view';
import { askInBothWorlds, SEED, type Game } from './both-worlds';
import { naiveAfts, type NaiveSearch } from './naive-afts-parse';
import { naiveFinds, type NaiveSearching } from './naive-afts';
import { naiveOrder, type NaiveObject, type Row } from './naive-evaluate';
import { randomSearch, type RandomSearch } from './random-search';
import { quote, statementOf } from './search-statement';
import type { Asker } from './world';

const ALL = 100_000;

/** All that the generator can say: each must be asked often enough. */
const PRODUCTIONS = [
  ...['AND', '&&', 'AND left out', 'OR', '||', 'OR left out', 'NOT', '!', '-', '+', '|', '( )', 'field group', 'boost'],
  ...['word', 'phrase in "', "phrase in '", 'wildcard', 'wildcard at the beginning', 'anything', 'escape', '=', '~'],
  ...['range []', 'range [>', 'range <]', 'range <>', 'a..b', 'open range', 'NOW', 'date maths'],
  ...['prefix:field', '@field', 'prefix_field', '{uri}field', 'bare field', 'd:type', 'TEXT:', 'ALL:'],
  ...['TYPE:', 'EXACTTYPE:', 'ASPECT:', 'EXACTASPECT:', 'CLASS:', 'EXACTCLASS:', 'OWNER:', 'cm:creator', 'cm:modifier'],
  ...['ID:', 'PARENT:', 'PRIMARYPARENT:', 'ANCESTOR:', 'PATH:', 'QNAME:'],
  ...['ISNULL:', 'ISNOTNULL:', 'ISUNSET:', 'EXISTS:', 'page', 'sort', 'default OR', 'other default field'],
  ...['scope objects', 'scope both', 'scope versions', 'in CMIS-QL', 'in CONTAINS'],
];

/** What is said of a search beside its productions. */
function saidOf({ query, scope, sort, defaults }: RandomSearch): readonly string[] {
  const each: Readonly<Record<string, boolean>> = {
    NOW: /\bNOW|\bTODAY/.test(query),
    'date maths': /(?:NOW|TODAY|\d{4}[\dT:.-]*Z?)(?:\/|[+-]\d+)[A-Z]/.test(query),
    'cm:creator': /cm(?:\\?:|_)creator:/.test(query),
    'cm:modifier': /cm(?:\\?:|_)modifier:/.test(query),
    sort: sort !== undefined && sort.length > 0,
    'default OR': defaults.operator === 'or',
    'other default field': defaults.field !== 'TEXT',
    [`scope ${scope}`]: true,
  };
  return Object.keys(each).filter((name) => each[name]);
}

interface SearchGame extends Game {
  readonly names: readonly string[];
  readonly folders: NaiveSearching['folders'];
}

async function rounds(game: Game, searches: number): Promise<void> {
  const [admin] = game.world.askers;
  const all = admin ? await game.sees(admin, false) : [];
  const folders = all.filter(({ object }) => object.type.baseId === 'cmis:folder');
  const names = [...folders, ...folders, ...all].map(({ object }) => object.name);
  const named = { ...game, names, folders: new Map(folders.map((folder) => [folder.object.uuid, folder])) };
  for (let asked = 0; asked < searches; asked++) await round(named, asked);
}

async function round(game: SearchGame, asked: number): Promise<void> {
  const asker = game.choose.pick(game.world.askers);
  const search = randomSearch(game.choose, game);
  try {
    const said = new Set(saidOf(search));
    const found = await check(game, { asker, search, said });
    game.tally.add(said, found);
  } catch (error) {
    const message = `QUERY_SEED=${SEED}, search ${asked} of ${asker.name}: ${JSON.stringify(search)}\n${(error as Error).message}`;
    throw new Error(message, { cause: error });
  }
}

interface Asked {
  readonly asker: Asker;
  readonly search: RandomSearch;
  readonly said: Set<string>;
}

/** Compares a search's answer with what asking every object gives, and with what CMIS-QL answers; how many are found. */
async function check(game: SearchGame, { asker, search, said }: Asked): Promise<number> {
  const { types } = game.world;
  const read = (text: string) => naiveAfts(text, search.defaults, (production) => said.add(production));
  const asks = [search.query, ...search.filters].map(read);
  const allVersions = search.scope !== 'objects';
  const seen = await game.sees(asker, allVersions);
  const searchingAt = (now: number): NaiveSearching => ({
    types,
    folders: game.folders,
    now,
    namespace: search.defaults.namespace,
    defaultField: search.defaults.field,
  });
  const evaluate = (now: number): readonly NaiveObject[] => {
    const searching = searchingAt(now);
    return seen
      .filter(({ object }) => search.scope !== 'versions' || object.version?.isLatest === false)
      .filter((object) => asks.every((ask) => naiveFinds(searching, object, ask)));
  };
  const { all, wanted } = await answered(asker, search, evaluate);
  const ids = all.items.map(({ object }) => object.id);
  expect([...ids].sort()).toEqual(wanted.map(({ object }) => object.id).sort());
  expect([all.hasMoreItems, all.numItems]).toEqual([false, wanted.length]);
  checkOrder(game, search, { ids, wanted });
  const scores = all.items.map(({ score }) => score);
  expect(scores.every((score) => score >= 0 && score < 1)).toBe(true);
  if (search.sort?.length === 0) expect(scores).toEqual([...scores].sort((one, other) => other - one));
  await checkPage(game, { asker, search, said }, ids);
  await checkStatements(game, { asker, search, said }, { ids, asks, searching: searchingAt(Date.now()) });
  return wanted.length;
}

const requestOf = ({ filters, table: _, ...search }: RandomSearch): Omit<SearchRequest, 'page'> => ({
  ...search,
  language: 'afts',
  filters: filters.map((query) => ({ query })),
  countLimit: ALL,
  selection: PLAIN,
});

/** What is found, and what should be; asked again where a minute has begun meanwhile that may have changed it. */
async function answered(
  asker: Asker,
  search: RandomSearch,
  evaluate: (now: number) => readonly NaiveObject[],
): Promise<{ readonly all: Awaited<ReturnType<Asker['search']>>; readonly wanted: readonly NaiveObject[] }> {
  const minute = (): number => Math.floor(Date.now() / 60_000);
  const before = minute();
  const all = await asker.search({ ...requestOf(search), page: { maxItems: ALL, skipCount: 0 } });
  const wanted = evaluate(Date.now());
  return minute() === before ? { all, wanted } : answered(asker, search, evaluate);
}

function checkOrder(
  { world }: SearchGame,
  search: RandomSearch,
  found: { readonly ids: readonly string[]; readonly wanted: readonly NaiveObject[] },
): void {
  const byId = new Map(found.wanted.map((each) => [each.object.id, each]));
  const order = (search.sort ?? []).map(({ field, descending }) => ({ column: field, descending }));
  const compared = naiveOrder(world.types, { order });
  const rows = found.ids.map((id): Row => new Map([['', byId.get(id)]]));
  rows.forEach((row, index) => {
    const next = rows[index + 1];
    if (next) expect(compared(row, next)).toBeLessThanOrEqual(0);
  });
}

/** CMIS-QL finds the same objects by the same conditions in its own words, and by the search itself in CONTAINS. */
async function checkStatements(
  { choose }: SearchGame,
  { asker, search, said }: Asked,
  {
    ids,
    asks,
    searching,
  }: {
    readonly ids: readonly string[];
    readonly asks: readonly NaiveSearch[];
    readonly searching: NaiveSearching;
  },
): Promise<void> {
  const { table, scope, defaults } = search;
  if (table === undefined || (scope === 'versions' && !ofDocuments(searching, table))) return;
  const statements: string[] = [];
  const same = statementOf(searching, table, asks);
  if (same !== undefined) {
    said.add('in CMIS-QL');
    statements.push(same);
  }
  const isUsual = defaults.operator === 'and' && defaults.fieldOperator === 'and' && defaults.namespace === 'cm';
  if (isUsual && defaults.field === 'TEXT' && choose.chance(0.7)) {
    said.add('in CONTAINS');
    const texts = [search.query, ...search.filters].map((text) => `CONTAINS(${quote(text)})`);
    statements.push(`SELECT cmis:objectId FROM ${table} WHERE ${texts.join(' AND ')}`);
  }
  for (const statement of statements) {
    const asked = scope === 'versions' ? `${statement} AND cmis:isLatestVersion = FALSE` : statement;
    const page = { maxItems: ALL, skipCount: 0 };
    const answer = await asker
      .ask(asked, { dialect: 'alfresco', searchAllVersions: scope !== 'objects', page })
      .catch((error: Error) => {
        throw new Error(`${asked}\n${error.message}`, { cause: error });
      });
    const found = answer.items.map(({ columns }) => String(columns()[0]?.value));
    expect({ asked, found: found.sort() }).toEqual({ asked, found: [...ids].sort() });
    expect(answer.numItems).toBe(ids.length);
  }
}

const ofDocuments = ({ types }: NaiveSearching, table: string): boolean =>
  types.byQueryName(table)?.baseId === 'cmis:document';

async function checkPage(
  { choose }: SearchGame,
  { asker, search, said }: Asked,
  ids: readonly string[],
): Promise<void> {
  if (!choose.chance(0.2)) return;
  said.add('page');
  const page = { maxItems: choose.below(8), skipCount: choose.below(ids.length + 3) };
  const part = await asker.search({ ...requestOf(search), page });
  const end = page.skipCount + page.maxItems;
  expect(part.items.map(({ object }) => object.id)).toEqual(ids.slice(page.skipCount, end));
  expect([part.hasMoreItems, part.numItems]).toEqual([end < ids.length, ids.length]);
}

askInBothWorlds({ what: 'searches', usual: 500, productions: PRODUCTIONS, rounds });
