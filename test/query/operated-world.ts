import type { PropertyChanges } from '../../src/model/properties';
import type { TypeDeclaration } from '../../src/model/type-definition';
import { PLAIN } from '../../src/repository/values/object-view';
import type { Request } from '../../src/repository/contract/request';
import type { VersioningState } from '../../src/repository/contract/new-object';
import type { StoredObject } from '../../src/repository/values/stored-object';
import { openTestRepository, type TestRepository } from '../support/repository';
import { LIBRARY_TYPES } from './library-types';
import type { NaiveObject } from './naive-evaluate';
import type { Random } from './random';
import { randomPhrase, randomText } from './random-text';
import { randomValue, TEXTS } from './random-world';
import type { Asker, World } from './world';

const SECONDARY_TYPES = ['my:rated', 'my:awarded', 'my:lost'];

/** A repository that random operations have made: what they leave in the tables is what is asked about. */
export async function operatedWorld(random: Random): Promise<World> {
  const test = await openTestRepository();
  const { repository } = test;
  const admin: Request = { ...test.admin, dialect: 'alfresco' };
  for (const type of LIBRARY_TYPES) await repository.createType(admin, libraryType(type));
  const types = await repository.types(admin);
  const people: Request[] = [];
  for (const name of ['anna', 'ben', 'carl']) people.push({ ...(await test.person(name)), dialect: 'alfresco' });

  const known: StoredObject[] = [];
  const properties = (type: string): PropertyChanges => {
    const secondary = SECONDARY_TYPES.filter(() => random.chance(0.3));
    const definitions = [type, ...secondary].flatMap((id) => [...(types.find(id)?.propertyDefinitions.values() ?? [])]);
    return {
      ...(secondary.length > 0 && { 'cmis:secondaryObjectTypeIds': secondary }),
      ...(random.chance(0.3) && { 'cmis:description': random.pick(TEXTS) }),
      ...Object.fromEntries(
        definitions
          .filter(({ id }) => (id.startsWith('my:') || id === 'cmis:policyText') && random.chance(0.7))
          .map((property) => [property.id, randomValue(random, property, known)]),
      ),
    };
  };
  let count = 0;
  const fresh = (type: string): PropertyChanges => ({
    ...properties(type),
    'cmis:objectTypeId': type,
    'cmis:name': `${random.pick(['a', 'B', 'ab', 'x', 'é', 'É', randomPhrase(random)])}.${++count}`,
  });
  const acl = () =>
    random.chance(0.4)
      ? {
          addACEs: [
            {
              principalId: random.pick(['anna', 'ben', 'carl']),
              permissions: [random.pick(['cmis:read', 'cmis:all'])],
            },
          ],
        }
      : {};

  const folders: string[] = [test.rootId];
  for (let index = 0; index < 8; index++) {
    const type = random.pick(['cmis:folder', 'my:shelf']);
    const made = await repository.createFolder(admin, {
      properties: fresh(type),
      folderId: random.pick(folders),
      ...acl(),
    });
    folders.push(made.object.id);
  }
  const filed = () => (random.chance(0.85) ? { folderId: random.pick(folders) } : {});
  const content = async () =>
    random.chance(0.5)
      ? {
          content: await test.content(random.chance(0.8) ? randomText(random) : '', {
            fileName: random.pick(['a', 'b.txt']),
          }),
        }
      : {};
  for (let index = 0; index < 30; index++) {
    const type = random.pick(['cmis:document', 'my:book', 'my:book', 'my:novel', 'my:draft', 'my:sketch', 'my:hidden']);
    const versioningState = random.pick<VersioningState>(['major', 'major', 'minor', 'none', 'checkedout']);
    const input = { properties: fresh(type), ...filed(), ...(await content()), versioningState, ...acl() };
    known.push(
      (
        await repository
          .createDocument(random.pick([admin, admin, ...people]), input)
          .catch(() => repository.createDocument(admin, input))
      ).object,
    );
  }
  for (let index = 0; index < 6; index++) {
    known.push(
      (
        await repository.createItem(admin, {
          properties: fresh(random.pick(['my:card', 'cmis:item'])),
          ...filed(),
          ...acl(),
        })
      ).object,
    );
  }
  known.push((await repository.createPolicy(admin, { properties: fresh('cmis:policy'), ...filed() })).object);
  for (let index = 0; index < 10; index++) {
    const [source, target] = [random.pick(known), random.pick(known)];
    const ends = { 'cmis:sourceId': source.id, 'cmis:targetId': target.id };
    await attempt(
      repository.createRelationship(admin, {
        properties: { ...fresh(random.pick(['my:cites', 'cmis:relationship'])), ...ends },
      }),
    );
  }

  /** Whatever an object allows at the moment; what it does not allow is refused and leaves nothing. */
  const operate = async (objectId: string): Promise<unknown> => {
    const { object } = await repository.getObject(admin, { objectId, selection: PLAIN });
    const folderId = random.pick(folders);
    switch (random.below(11)) {
      case 0:
      case 1:
        return repository.updateProperties(admin, { objectId, properties: properties(object.type.id) });
      case 2:
      case 3:
      case 4:
      case 5: {
        await attempt(repository.checkOut(admin, objectId));
        if (random.chance(0.3)) return undefined;
        return repository.checkIn(admin, {
          objectId: `${object.series};pwc`,
          major: random.chance(0.5),
          properties: properties(object.type.id),
          ...(await content()),
          checkinComment: random.pick(TEXTS),
        });
      }
      case 8:
        return repository.setContentStream(admin, {
          objectId,
          content: await test.content(randomText(random)),
          overwriteFlag: true,
        });
      case 9:
        return repository.deleteContentStream(admin, { objectId });
      case 6:
        return repository.addObjectToFolder(admin, { objectId, folderId, allVersions: true });
      case 7:
        return repository.applyACL(admin, {
          objectId,
          ...{ addACEs: [], removeACEs: [], ...acl() },
          propagation: 'propagate',
        });
      default:
        return random.chance(0.5)
          ? repository.deleteObject(admin, { objectId, allVersions: random.chance(0.5) })
          : repository.moveObject(admin, {
              objectId,
              sourceFolderId: object.parentUuid ?? folderId,
              targetFolderId: folderId,
            });
    }
  };
  for (let index = 0; index < 160; index++) await attempt(operate(random.pick(known).series));
  return describe(test, { admin, people, folders });
}

/** Property ids that only rows written past the rules can have. */
const libraryType = (type: TypeDeclaration): TypeDeclaration => ({
  ...type,
  propertyDefinitions: type.propertyDefinitions.map((property) =>
    property.queryName === 'my:odd' ? { ...property, id: 'my:odd' } : property,
  ),
});

const attempt = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: { code?: string }) => {
    if (error.code === undefined || error.code === 'runtime') throw error;
  });
};

/** All ids straight from the tables, everything else from the operations. */
async function describe(
  test: TestRepository,
  made: { readonly admin: Request; readonly people: readonly Request[]; readonly folders: readonly string[] },
): Promise<World> {
  const { repository, database } = test;
  const { admin } = made;
  const idsOf = async (text: string): Promise<readonly string[]> =>
    (await database.run({ text })).map(([id]) => String(id));
  const liveIds = await idsOf(
    `select case when base <> 1 then uuid::text when pwc then series || ';pwc' else uuid || ';' || major || '.' || minor end from objects`,
  );
  const frozenIds = await idsOf(
    `select o.uuid || ';' || v.major || '.' || v.minor from versions v join objects o on o.id = v.object_id`,
  );
  const parents = new Map<string, Promise<readonly string[]>>();
  const parentsOf = (objectId: string): Promise<readonly string[]> => {
    const found =
      parents.get(objectId) ??
      repository.getObjectParents(admin, { objectId, selection: PLAIN }).then(
        (views) => views.map(({ object }) => object.uuid),
        () => [],
      );
    parents.set(objectId, found);
    return found;
  };
  const aboveOf = async (objectId: string): Promise<readonly string[]> => {
    const direct = await parentsOf(objectId);
    return [...direct, ...(await Promise.all(direct.map(aboveOf))).flat()];
  };
  const texts = new Map<string, Promise<string>>();
  const textOf = ({ id, content }: StoredObject): Promise<string> => {
    const text = texts.get(id) ?? (content ? test.textOf(admin, id) : Promise.resolve(''));
    texts.set(id, text);
    return text;
  };
  const look = async (request: Request, objectId: string): Promise<readonly NaiveObject[]> => {
    try {
      const { object } = await repository.getObject(request, { objectId, selection: PLAIN });
      // Versions are where their series is.
      const place = object.version && !object.version.isWorkingCopy ? object.series : objectId;
      const text = await textOf(object);
      return [{ object, text, folders: new Set(await parentsOf(place)), above: new Set(await aboveOf(place)) }];
    } catch (error) {
      if ((error as { code?: string }).code === 'permissionDenied') return [];
      throw error;
    }
  };
  return {
    types: await repository.types(admin),
    askers: [admin, ...made.people].map((request): Asker => ({
      name: request.caller.name,
      ask: (statement, { dialect, ...asking }) =>
        repository.query({ ...request, dialect }, { statement, selection: PLAIN, ...asking }),
      search: (input) => repository.search(request, input),
      sees: async (allVersions) => {
        const ids = allVersions ? [...liveIds, ...frozenIds] : liveIds;
        return (await Promise.all(ids.map((id) => look(request, id)))).flat();
      },
    })),
    liveIds,
    frozenIds,
    folderIds: made.folders,
    close: () => test.close(),
  };
}
