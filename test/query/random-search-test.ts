import type { PropertyDefinition } from '../../src/model/property-definition';
import type { Random } from './random';
import { WILD_WORDS, WORDS } from './random-text';
import { NUMBERS, TEXTS, TIMES } from './random-world';
import { idLiteral, spellings } from './random-statement';
import type { World } from './world';

export interface Asking {
  readonly random: Random;
  readonly world: World;
  /** Of folders and of what is in them. */
  readonly names: readonly string[];
  /** Of fields that have no prefix. */
  readonly namespace: string;
  /** That may be asked of. */
  readonly properties: readonly PropertyDefinition[];
}

/** One test of a search: words, values, ranges, classes, places. */
export function randomSearchTest(asking: Asking): string {
  const { random } = asking;
  return random.pick([
    words,
    words,
    content,
    ofProperty,
    ofProperty,
    ofProperty,
    ofProperty,
    range,
    range,
    group,
    ofClass,
    ofClass,
    place,
    place,
    people,
    nullness,
  ])(asking);
}

const word = (random: Random): string => random.pick([...WORDS, 'filler', 'nothing']);

/** Words as they can stand anywhere. */
function term(random: Random): string {
  switch (random.below(8)) {
    case 0:
    case 1:
      return quoted(random, random.picks(WORDS, 2 + random.below(2)).join(' '));
    case 2:
      return `${[...word(random)].slice(0, 1 + random.below(4)).join('')}*`;
    case 3:
      return random.pick(WILD_WORDS);
    case 4:
      return random.chance(0.6) ? word(random) : random.pick(['"!!!"', '"- -"', '"…"', '"\\*"', '""', '*']);
    default:
      return word(random);
  }
}

const words = ({ random }: Asking): string => {
  const manner = random.pick(['', '', '', '=', '~']);
  return `${manner}${random.pick(['', '', '', 'TEXT:', 'ALL:', 'd:text:'])}${term(random)}`;
};

const content = ({ random }: Asking): string =>
  `${random.pick(['', '', '=', '~'])}${random.pick(['cm:content', '@cm\\:content', 'd:content', 'cm_content'])}:${term(random)}`;

function ofProperty(asking: Asking): string {
  const { random } = asking;
  const property = random.pick(asking.properties);
  const manner = random.pick(['', '', '=', '=', '~']);
  return `${manner}${fieldOf(asking, property)}:${value(asking, property)}`;
}

function group(asking: Asking): string {
  const { random } = asking;
  const property = random.chance(0.7) ? random.pick(asking.properties) : undefined;
  const one = (): string => {
    const text = property ? value(asking, property) : term(random);
    // A number with a minus is a negative one.
    const sign = /^[-\d]/.test(text) ? '' : random.pick(['', '', '', '-', 'NOT ', '+', '|']);
    return `${sign}${text}`;
  };
  const inner = Array.from({ length: 2 + random.below(2) }, one).reduce(
    (text, part) => `${text}${random.pick([' ', ' OR ', ' AND '])}${part}`,
  );
  return `${property ? fieldOf(asking, property) : random.pick(['TEXT', 'cm:content'])}:(${inner})`;
}

const ALFRESCOS: Readonly<Record<string, readonly string[]>> = {
  'cmis:name': ['cm:name', 'cm:name', '@cm\\:name', '{http://www.alfresco.org/model/content/1.0}name', 'cm_name'],
  'cmis:createdBy': ['cm:creator', '@cm\\:creator'],
  'cmis:creationDate': ['cm:created', '@cm:created'],
  'cmis:lastModifiedBy': ['cm:modifier'],
  'cmis:lastModificationDate': ['cm:modified', 'cm_modified'],
  'cmis:contentStreamLength': ['cm:content.size', '@cm\\:content.size'],
  'cmis:contentStreamMimeType': ['cm:content.mimetype'],
  'cmis:description': ['cm:description'],
};

/** One of the ways to write the name of a property. */
function fieldOf({ random, namespace }: Asking, { id, queryName }: PropertyDefinition): string {
  const [prefix = '', local = ''] = queryName.split(':');
  return random.pick([
    queryName,
    `@${queryName}`,
    `${prefix}\\:${local}`,
    `@${prefix}\\:${local}`,
    `${prefix}_${local}`,
    ...(prefix === 'my' ? [`{urn:library}${local}`] : []),
    ...(prefix === namespace ? [local, local] : []),
    ...(ALFRESCOS[id] ?? []),
  ]);
}

/** A phrase in either quotes, or a bare word where it is one. */
function quoted(random: Random, text: string): string {
  if (/^[\p{L}\p{N}]+$/u.test(text) && random.chance(0.5)) return text;
  const escaped = text.replace(/["'\\*?]/g, '\\$&');
  const spelled = random.chance(0.05)
    ? escaped.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)
    : escaped;
  return random.chance(0.7) ? `"${spelled}"` : `'${spelled}'`;
}

function value(asking: Asking, property: PropertyDefinition): string {
  const { random, world } = asking;
  if (random.chance(0.04)) return '*';
  switch (property.id) {
    case 'cmis:objectTypeId':
    case 'cmis:secondaryObjectTypeIds':
      return random.pick(['"my:book"', '"my:rated"', '"cmis:document"', '"MY:SHELF"', '"my:*"']);
    case 'cmis:baseTypeId':
      return random.pick(['"cmis:document"', '"cmis:folder"']);
    case 'cmis:name':
      return random.pick(['a', 'a.12', '"B"', 'old', 'x', '"a.*"', 'AnnualReport*', 'annual', '*1', 'report']);
    case 'cmis:createdBy':
    case 'cmis:lastModifiedBy':
    case 'cmis:versionSeriesCheckedOutBy':
      return person(random);
    case 'cmis:versionLabel':
      return random.pick(['"1.0"', '1.1', '"2.*"']);
    case 'cmis:contentStreamMimeType':
      return random.pick(['"text/plain"', '"TEXT/*"', 'a', '"?"']);
  }
  if (property.propertyType === 'id' && property.id.startsWith('cmis:')) return `"${idLiteral(random, world)}"`;
  switch (property.propertyType) {
    case 'boolean':
      return random.pick(['true', 'false', 'T', 'f', '1', '"0"', 'TRUE']);
    case 'integer':
    case 'decimal':
      return number(random);
    case 'datetime':
      return random.chance(0.7) ? `"${date(random)}"` : date(random);
    case 'id':
    case 'string':
    case 'uri':
    case 'html':
      if (random.chance(0.15)) return random.pick(['a*', '?', '"A*"', '*b', 'h*n', '*port', '"a?"', '"otter*"']);
      if (random.chance(0.4)) return term(random);
      return quoted(random, random.pick(TEXTS));
  }
}

const number = (random: Random): string => {
  const text = String(random.pick([...NUMBERS, 1, 2]));
  return random.chance(0.5) ? text : `"${text}"`;
};

const person = (random: Random): string =>
  random.pick(['admin', 'anna', 'ben', 'BEN', '"Anna"', 'a*', '"?e?"', 'nobody']);

const MATHS = [
  '',
  '',
  '',
  '/DAY',
  '/YEAR',
  '/MONTH',
  '+1DAY',
  '-1MONTH',
  '+13MONTHS',
  '/HOUR-3DAYS',
  '-1YEAR/MONTH',
  '+90MINUTES',
  '-20SECONDS/MINUTE',
  '+7MILLIS',
];

/** A moment or a span near the times that the world has, or near now. */
function date(random: Random): string {
  if (random.chance(0.25)) {
    const before = random.pick(['-1DAY', '-25YEARS', '-30YEARS', '+1DAY', '/DAY-7DAYS', '/YEAR', '-9000DAYS/DAY']);
    return random.chance(0.1) ? 'TODAY' : `NOW${before}`;
  }
  const full = new Date(random.pick(TIMES)).toISOString();
  const text = random.chance(0.5) ? full : full.slice(0, random.pick([4, 7, 10, 16, 19]));
  return text + (random.chance(0.5) ? random.pick(MATHS) : '');
}

const isOrdered = ({ propertyType, queryable, id }: PropertyDefinition): boolean =>
  queryable && propertyType !== 'boolean' && !(propertyType === 'id' && id.startsWith('cmis:'));

function range(asking: Asking): string {
  const { random } = asking;
  const ordered = asking.properties.filter(isOrdered);
  const valued = ordered.filter(({ propertyType }) => /integer|decimal|datetime/.test(propertyType));
  const property = random.pick(random.chance(0.6) ? valued : ordered);
  const limit = (): string => {
    if (property.propertyType === 'datetime') return date(random);
    if (property.propertyType === 'integer' || property.propertyType === 'decimal')
      return number(random).replaceAll('"', '');
    return random.pick(['a', 'b', 'A', 'ab', 'é', 'B', 'x', 'otter']);
  };
  const field = fieldOf(asking, property);
  if (random.chance(0.2)) {
    const plain = (): string => limit().replace(/^(.*[:/+].*)$/, '"$1"');
    return `${field}:${plain()}..${plain()}`;
  }
  const from = random.chance(0.15) ? random.pick(['MIN', '*']) : limit();
  const to = random.chance(0.15) ? random.pick(['MAX', '*']) : limit();
  return `${field}:${random.pick(['[', '<'])}${from} TO ${random.chance(0.2) ? `"${to}"` : to}${random.pick([']', '>'])}`;
}

const TYPES = [
  'cm:content',
  'cmis:document',
  'my:book',
  'my:book',
  'my:novel',
  'my:draft',
  'cm:folder',
  'my:shelf',
  'my:card',
  'cm:cmobject',
  'my:b*',
  'my:*',
  'no:type',
  'cmis:item',
];
const ASPECTS = [
  'my:rated',
  'my:rated',
  'my:awarded',
  'my:lost',
  'my:*ed',
  'cm:versionable',
  'cm:auditable',
  'cm:workingcopy',
  'cm:checkedOut',
  'cm:titled',
  'my:l?st',
];

function ofClass({ random, namespace }: Asking): string {
  const [field, names] = random.pick([
    ['TYPE', TYPES],
    ['EXACTTYPE', TYPES],
    ['ASPECT', ASPECTS],
    ['EXACTASPECT', ASPECTS],
    ['CLASS', [...TYPES, ...ASPECTS]],
    ['EXACTCLASS', [...TYPES, ...ASPECTS]],
  ] as const);
  const name = random.pick(names);
  const [prefix, local = ''] = name.split(':');
  const spelled =
    prefix === namespace && random.chance(0.3)
      ? local
      : prefix === 'my' && !/[*?]/.test(name) && random.chance(0.2)
        ? `{urn:library}${local}`
        : name;
  return `${field}:"${spelled}"`;
}

function place({ random, world, names }: Asking): string {
  const folder = (): string => spellings(random, random.pick(random.chance(0.9) ? world.folderIds : world.liveIds));
  switch (random.below(7)) {
    case 0:
      return `ID:"${idLiteral(random, world)}"`;
    case 1:
      return `PARENT:"${folder()}"`;
    case 2:
      return `PRIMARYPARENT:"${folder()}"`;
    case 3:
      return `ANCESTOR:"${folder()}"`;
    case 4:
      return `QNAME:"cm:${random.pick(names)}"`;
    default:
      return `PATH:"${path(random, names)}"`;
  }
}

function path(random: Random, names: readonly string[]): string {
  const step = (): string => {
    if (random.chance(0.35)) return '*';
    const name = random
      .pick(names)
      .replace(/[^\w.-]/gu, (character) => `_x${character.charCodeAt(0).toString(16).padStart(4, '0')}_`);
    return `cm:${name}`;
  };
  const axis = (): string => random.pick(['/', '/', '//']);
  const start = random.chance(0.6) ? '/app:company_home' : `//${step()}`;
  const steps = Array.from({ length: random.below(3) }, () => axis() + step()).join('');
  return start + steps + random.pick(['', '/*', '//*', '//*', '//.']);
}

function people({ random }: Asking): string {
  const field = random
    .pick(['OWNER', 'cm:owner', 'cm:creator', 'cm:modifier', 'creator'])
    .replace(/^creator$/, '@cm:creator');
  return `${random.pick(['', '', '=', '~'])}${field}:${person(random)}`;
}

function nullness(asking: Asking): string {
  const { random } = asking;
  const name = random.chance(0.1)
    ? random.pick(['cm:content', 'no:thing', 'cm:owner'])
    : fieldOf(asking, random.pick(asking.properties));
  return `${random.pick(['ISNULL', 'ISNOTNULL', 'ISUNSET', 'EXISTS'])}:"${name.replace(/^@/, '').replaceAll('\\', '')}"`;
}
