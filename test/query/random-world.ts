import type { Caller } from '../../src/model/principal';
import type { Properties, PropertyValue } from '../../src/model/properties';
import type { PropertyDefinition } from '../../src/model/property-definition';
import { openFixture, type Fixture, type Placed } from './fixture';
import type { NaiveObject } from './naive-evaluate';
import type { Random } from './random';
import { randomPhrase, randomText } from './random-text';
import type { Asker, World } from './world';

/** Values that meet often, and that trip what is careless with case, wildcards, quotes, accents and emptiness. */
export const TEXTS = ['a', 'b', 'A', 'ab', 'abc', '', '%', '_', 'a_c', 'a%', "o'c", 'b\\', 'é', '𝒜', 'ｚ', ' a'];
export const NUMBERS = [0, 1, 2, 3, -1, 1.5, 100];
export const TIMES = ['1969-12-31T23:59:59.999Z', '2000-01-01T00:00:00.000Z', '2001-02-03T04:05:06.007Z'].map(
  Date.parse,
);
const PEOPLE = ['admin', 'anna', 'ben', 'carl'];

/** Some hundred rows of objects of all kinds with random values, versions, working copies, filings, rights and relationships. */
export async function randomWorld(random: Random): Promise<World> {
  const fixture = await openFixture();
  const people = [await fixture.person('anna'), await fixture.person('ben'), await fixture.person('carl')];
  const acls: number[] = [];
  for (let mask = 0; mask < 8; mask++) acls.push(await fixture.acl(people.filter((_, index) => mask & (1 << index))));
  const placed = new Map<string, Placed>();
  const foldersOf = new Map<number, Placed[]>();
  const frozenIds: string[] = [];
  const texts = new Map<string, string>();

  const properties = (typeIds: readonly string[]): Properties =>
    Object.fromEntries(
      typeIds
        .flatMap((id) => [...(fixture.types.find(id)?.propertyDefinitions.values() ?? [])])
        .filter(
          (property) => (property.id.startsWith('my:') || property.id === 'cmis:policyText') && random.chance(0.7),
        )
        .map((property) => [property.id, randomValue(random, property, [...placed.values()])]),
    );
  const state = (type: string) => {
    const aspects = ['my:rated', 'my:awarded', 'my:lost'].filter(() => random.chance(0.3));
    const created = random.pick(TIMES);
    return {
      aspects,
      created,
      modified: random.chance(0.5) ? created : random.pick(TIMES),
      createdBy: random.pick(PEOPLE),
      modifiedBy: random.pick(PEOPLE),
      properties: {
        ...properties([type, ...aspects]),
        ...(random.chance(0.3) && { 'cm:description': randomValueText(random) }),
      },
      ...(random.chance(0.3) && { comment: random.pick(TEXTS) }),
    };
  };
  const content = () =>
    random.chance(0.5)
      ? {
          content: {
            length: random.pick([0, 1, 100]),
            mimeType: random.pick(['text/plain', 'a']),
            text: randomText(random),
            ...(random.chance(0.5) && { fileName: random.pick(TEXTS) }),
          },
        }
      : {};
  const add = async (type: string, spec: Partial<Parameters<Fixture['object']>[0]>): Promise<Placed> => {
    const name = `${random.pick(['a', 'B', 'ab', 'C', 'x', 'AnnualReport'])}${random.chance(0.6) ? random.below(4) : ''}`;
    const acl = spec.folder && random.chance(0.5) ? spec.folder.acl : random.pick(acls);
    const unique = `${name}.${placed.size}`;
    const made = await fixture.object({
      ...state(type),
      name: spec.folder ? unique : name,
      owner: random.pick(PEOPLE),
      acl,
      ...spec,
      type,
    });
    placed.set(unique, made);
    texts.set(made.id, spec.content?.text ?? '');
    foldersOf.set(made.key, spec.folder ? [spec.folder] : []);
    return made;
  };

  const folders = [fixture.root];
  foldersOf.set(fixture.root.key, []);
  for (let index = 0; index < 10; index++) {
    folders.push(await add(random.pick(['cmis:folder', 'my:shelf', 'my:shelf']), { folder: random.pick(folders) }));
  }
  const filed = () => (random.chance(0.85) ? { folder: random.pick(folders) } : {});
  const documents: Placed[] = [];
  for (let index = 0; index < 36; index++) {
    const type = random.pick(['cmis:document', 'my:book', 'my:book', 'my:novel', 'my:draft', 'my:sketch', 'my:hidden']);
    const checkedOut = random.chance(0.25);
    const label = { major: random.below(4), minor: random.below(3) };
    const document = await add(type, {
      ...filed(),
      ...content(),
      ...label,
      ...(checkedOut && { checkedOutBy: random.pick(PEOPLE) }),
    });
    documents.push(document);
    for (let major = 0; major < label.major; major++) {
      if (random.chance(0.4)) continue;
      const version = {
        major,
        minor: random.below(3),
        ...(random.chance(0.3) && { name: random.pick(['a', 'B', 'old']) }),
      };
      const spec = { ...state(type), ...content(), ...version, type };
      await fixture.freeze(document, spec);
      const id = `${document.uuid};${version.major}.${version.minor}`;
      frozenIds.push(id);
      texts.set(id, 'content' in spec ? spec.content.text : '');
    }
    if (checkedOut) await add(type, { ...filed(), ...content(), copyOf: document, checkedOutBy: random.pick(PEOPLE) });
  }
  for (let index = 0; index < 3; index++) await add('my:book', { ...filed(), copyOf: null, checkedOutBy: 'anna' });
  const items: Placed[] = [];
  for (let index = 0; index < 8; index++) items.push(await add(random.pick(['my:card', 'cmis:item']), filed()));
  for (let index = 0; index < 3; index++) await add('cmis:policy', filed());
  const ends = [...documents, ...items, ...folders];
  for (let index = 0; index < 14; index++) {
    await add(random.pick(['my:cites', 'cmis:relationship']), { source: random.pick(ends), target: random.pick(ends) });
  }
  for (const document of [...documents, ...items]) {
    const folder = random.pick(folders);
    const already = foldersOf.get(document.key) ?? [];
    if (!random.chance(0.25) || already.includes(folder)) continue;
    await fixture.file(document, folder, `filed ${document.key}`);
    already.push(folder);
  }

  const liveIds = [fixture.root.id, ...[...placed.values()].map(({ id }) => id)];
  const folderByKey = new Map(folders.map((folder) => [folder.key, folder]));
  const sees = async (caller: Caller, allVersions: boolean): Promise<readonly NaiveObject[]> => {
    const objects = await fixture.fetch(caller, allVersions ? [...liveIds, ...frozenIds] : liveIds);
    return objects.map((object) => {
      const direct = foldersOf.get(object.key) ?? [];
      const above = direct.flatMap((folder) => [
        folder,
        ...folder.ancestors.map((key) => folderByKey.get(key) as Placed),
      ]);
      return {
        object,
        text: texts.get(object.id) ?? '',
        folders: new Set(direct.map(({ uuid }) => uuid)),
        above: new Set(above.map(({ uuid }) => uuid)),
      };
    });
  };
  return {
    types: fixture.types,
    askers: [fixture.admin, ...people].map((caller): Asker => ({
      name: caller.name,
      ask: (statement, asking) => fixture.ask(statement, { ...asking, as: caller }),
      search: (input) => fixture.search(input, caller),
      sees: (allVersions) => sees(caller, allVersions),
    })),
    liveIds,
    frozenIds,
    folderIds: folders.map(({ id }) => id),
    close: () => fixture.close(),
  };
}

const randomValueText = (random: Random): string => (random.chance(0.3) ? randomPhrase(random) : random.pick(TEXTS));

export function randomValue(
  random: Random,
  property: PropertyDefinition,
  objects: readonly { readonly id: string }[],
): PropertyValue {
  const one = () => {
    switch (property.propertyType) {
      case 'boolean':
        return random.chance(0.5);
      case 'integer':
        return random.pick(NUMBERS.filter(Number.isInteger));
      case 'decimal':
        return random.pick(NUMBERS);
      case 'datetime':
        return random.pick(TIMES);
      case 'id':
        return objects.length > 0 && random.chance(0.5) ? random.pick(objects).id : random.pick(TEXTS);
      case 'string':
      case 'uri':
      case 'html':
        return randomValueText(random);
    }
  };
  return property.cardinality === 'multi' ? Array.from({ length: 1 + random.below(3) }, one) : one();
}
