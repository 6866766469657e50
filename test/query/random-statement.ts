import type { PropertyDefinition } from '../../src/model/property-definition';
import type { TypeDefinition } from '../../src/model/type-definition';
import type { Dialect } from '../../src/repository/contract/request';
import { SCORE } from './naive-parse';
import type { Random } from './random';
import { randomSearch } from './random-text';
import { NUMBERS, TEXTS, TIMES } from './random-world';
import type { World } from './world';

const TABLES = `cmis:document cmis:document my:book my:book my:novel my:draft cmis:folder my:shelf cmis:item my:card
  cmis:relationship my:cites my:rated my:awarded my:lost cmis:secondary cmis:policy`.split(/\s+/);

interface Table {
  readonly alias: string;
  readonly type: TypeDefinition;
}
interface Column {
  readonly name: string;
  readonly property: PropertyDefinition;
}

export interface RandomStatement {
  readonly statement: string;
  readonly dialect: Dialect;
}

/** A statement that is valid in its dialect, about the objects and values of the world. */
export function randomStatement(random: Random, world: World): RandomStatement {
  const dialect = random.chance(0.3) ? 'cmis' : 'alfresco';
  const { types } = world;
  const tables: Table[] = [];

  const columnsOf = (table: Table, qualified: boolean): readonly Column[] => {
    const prefix = qualified ? `${table.alias}.` : '';
    const id = types.property('cmis:objectId') as PropertyDefinition;
    const own = [...(table.type.baseId === 'cmis:secondary' ? [id] : []), ...table.type.propertyDefinitions.values()];
    const columns = own.map((property) => ({ name: prefix + property.queryName, property }));
    if (table.type.baseId === 'cmis:secondary' || random.chance(0.7)) return columns;
    const secondary = types.find('my:rated')?.propertyDefinitions.values() ?? [];
    return [
      ...columns,
      ...[...secondary].map((property) => ({ name: `${prefix}my:rated.${property.queryName}`, property })),
    ];
  };
  const table = (): string => {
    const type = types.find(random.pick(TABLES)) as TypeDefinition;
    const alias = `t${tables.length}`;
    const named = tables.length > 0 || random.chance(0.5);
    tables.push({ alias: named ? alias : type.queryName, type });
    return named ? `${type.queryName} AS ${alias}` : type.queryName;
  };
  const on = (left: readonly Table[], right: readonly Table[]): string | undefined => {
    const joinable = (side: readonly Table[]): readonly Column[] =>
      side
        .flatMap((each) => columnsOf(each, true))
        .filter(({ property }) => property.queryable && property.cardinality === 'single');
    const [ours, theirs] = [joinable(left), joinable(right)];
    const favoured = (columns: readonly Column[]) =>
      random.chance(0.6) ? columns.filter(({ property }) => /Id$/.test(property.id)) : columns;
    const one = random.pick(favoured(ours));
    const fitting = favoured(theirs).filter(({ property }) => familyOf(property) === familyOf(one.property));
    if (fitting.length === 0) return undefined;
    const other = random.pick(fitting);
    return random.chance(0.5) ? `${one.name} = ${other.name}` : `${other.name} = ${one.name}`;
  };
  const from = (depth: number): string => {
    let text = table();
    const start = tables.length - 1;
    while (tables.length < 3 && random.chance(0.35)) {
      const middle = tables.length;
      const nested = depth < 1 && tables.length < 2 && random.chance(0.45);
      const right = nested ? from(depth + 1) : table();
      const condition = on(tables.slice(start, middle), tables.slice(middle));
      if (condition === undefined) {
        tables.length = middle;
        break;
      }
      const grouped = nested && tables.length - middle > 1 ? `(${right})` : right;
      text = `${text} ${random.pick(['LEFT JOIN', 'LEFT OUTER JOIN', 'JOIN', 'INNER JOIN', 'JOIN'])} ${grouped} ON ${condition}`;
    }
    return text;
  };

  const source = from(0);
  const several = tables.length > 1;
  const all = tables.flatMap((each) => columnsOf(each, several));
  const queryable = all.filter(({ property }) => property.queryable);
  const folder = (): string => spellings(random, random.pick(random.chance(0.9) ? world.folderIds : world.liveIds));

  let asksText = false;
  const contains = (about: string): string => {
    asksText = true;
    return `CONTAINS(${about}${quote(randomSearch(random))})`;
  };
  const predicate = (): string => {
    const about = several ? `${random.pick(tables).alias}, ` : '';
    if (dialect === 'alfresco' && random.chance(0.15)) return contains(about);
    if (random.chance(0.15)) {
      return `${random.pick(['IN_FOLDER', 'IN_TREE'])}(${about}${quote(folder())})`;
    }
    const column = random.pick(queryable);
    const { name, property } = column;
    if (random.chance(0.1)) return `${name} IS ${random.chance(0.5) ? 'NOT ' : ''}NULL`;
    const literal = (): string => randomLiteral(random, world, property);
    const list = (): string => `(${Array.from({ length: 1 + random.below(3) }, literal).join(', ')})`;
    if (property.cardinality === 'multi') {
      return random.pick([`${literal()} = ANY ${name}`, `ANY ${name} IN ${list()}`, `ANY ${name} NOT IN ${list()}`]);
    }
    if (random.chance(0.25)) return `${name} ${random.chance(0.5) ? 'NOT ' : ''}IN ${list()}`;
    const family = familyOf(property);
    if (family === 'text' && property.propertyType !== 'id' && random.chance(0.3)) {
      return `${name} ${random.chance(0.45) ? 'NOT ' : ''}LIKE ${quote(random.pick(PATTERNS), true)}`;
    }
    const ordered = property.propertyType !== 'id' && family !== 'boolean';
    return `${name} ${random.pick(ordered ? ['=', '<>', '<', '<=', '>', '>='] : ['=', '<>'])} ${literal()}`;
  };
  const condition = (depth: number): string => {
    if (depth === 0 || random.chance(0.3)) return `${random.chance(0.2) ? 'NOT ' : ''}${predicate()}`;
    const parts = Array.from({ length: 1 + random.below(3) }, () => condition(depth - 1));
    const joined = parts.reduce((text, part) => `${text} ${random.chance(0.5) ? 'AND' : 'OR'} ${part}`);
    return random.chance(0.7) ? `${random.chance(0.4) ? 'NOT ' : ''}(${joined})` : joined;
  };

  const conditions = random.chance(0.9) ? [condition(random.below(4))] : [];
  if (dialect === 'cmis' && random.chance(0.5)) {
    const text = contains(several ? `${random.pick(tables).alias}, ` : '');
    conditions.splice(random.below(2), 0, text);
  }
  const where = conditions.length > 0 ? ` WHERE ${conditions.map((each) => `(${each})`).join(' AND ')}` : '';
  const orderable = all.filter(({ property }) => property.orderable);
  const keys = orderable.length > 0 && random.chance(0.4) ? random.picks(orderable, 1 + random.below(2)) : [];
  const scored = asksText && random.chance(0.3);
  const order =
    scored && random.chance(0.5)
      ? `${SCORE} DESC`
      : keys.map(({ name }) => `${name}${random.pick(['', ' ASC', ' DESC'])}`).join(', ');
  const ids = tables.map(({ alias }) => (several ? `${alias}.cmis:objectId` : 'cmis:objectId'));
  const select = [...ids, ...random.picks(all, random.below(3)).map(({ name }) => name)];
  if (dialect === 'cmis' && order !== '') select.push(...keys.map(({ name }) => name));
  const columns = [...new Set(select), ...(scored ? [`SCORE() AS ${SCORE}`] : [])];
  const statement = `SELECT ${columns.join(', ')} FROM ${source}${where}${order && ` ORDER BY ${order}`}`;
  return { statement, dialect };
}

const PATTERNS = ['%', 'a%', '%b', '_', 'a_c', 'a\\_c', '\\%', '%\\\\', "o'%", '', 'ab', '%.%', '𝒜', '%é%', 'text/%'];

function familyOf({ propertyType }: PropertyDefinition): string {
  if (propertyType === 'integer' || propertyType === 'decimal') return 'number';
  return propertyType === 'boolean' || propertyType === 'datetime' ? propertyType : 'text';
}

function quote(text: string, pattern = false): string {
  const escaped = pattern ? text : text.replaceAll('\\', '\\\\');
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

function randomLiteral(random: Random, world: World, property: PropertyDefinition): string {
  const { types } = world;
  switch (property.id) {
    case 'cmis:objectTypeId':
      return quote(random.pick(['my:book', 'my:novel', 'cmis:document', 'my:shelf', 'no:type']));
    case 'cmis:baseTypeId':
      return quote(random.pick(['cmis:document', 'cmis:folder', 'cmis:item', 'no:type']));
    case 'cmis:secondaryObjectTypeIds':
      return quote(random.pick(['my:rated', 'my:awarded', 'my:lost', 'no:type']));
    case 'cmis:parentId':
      return quote(spellings(random, random.pick(world.folderIds)));
    case 'cmis:versionSeriesId':
      return quote(random.pick(world.liveIds).split(';')[0] ?? '');
    case 'cmis:versionLabel':
      return quote(random.pick(['0.1', '1.0', '1.1', '2.0']));
    case 'cmis:name':
      return quote(random.pick(['a', 'a.12', 'B', 'old', 'ab2.20', 'x']));
    case 'cmis:createdBy':
    case 'cmis:lastModifiedBy':
    case 'cmis:versionSeriesCheckedOutBy':
      return quote(random.pick(['anna', 'ben', 'Anna']));
  }
  if (property.propertyType === 'id' && types.property(property.id)?.id.startsWith('cmis:')) {
    return quote(idLiteral(random, world));
  }
  switch (property.propertyType) {
    case 'boolean':
      return random.pick(['TRUE', 'FALSE']);
    case 'integer':
    case 'decimal':
      return String(random.pick([...NUMBERS, -1, 1.5]));
    case 'datetime': {
      const time = new Date(random.pick(TIMES));
      return `TIMESTAMP ${quote(time.toISOString())}`;
    }
    case 'id':
      return quote(random.chance(0.3) ? random.pick(world.liveIds) : random.pick(TEXTS));
    case 'string':
    case 'uri':
    case 'html':
      return quote(random.pick([...TEXTS, "o'c"]));
  }
}

/** An id of an object or a version, or of none. */
export function idLiteral(random: Random, world: World): string {
  const id = random.pick(random.chance(0.4) && world.frozenIds.length > 0 ? world.frozenIds : world.liveIds);
  return random.chance(0.1) ? 'nonsense' : spellings(random, id);
}

/** An id as some client may write it: bare, as a node reference, of the working copy. */
export function spellings(random: Random, id: string): string {
  const uuid = id.split(';')[0] ?? '';
  return random.pick([id, id, uuid, `workspace://SpacesStore/${id}`, `${uuid};pwc`, `${uuid};1.0`]);
}
