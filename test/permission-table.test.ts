/** Who may do what: every operation for the roles of Alfresco's permission model, the owner, and strangers, over HTTP. */
import { startTestServer, type TestServer } from './support/server';
import {
  browserClient,
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Fields,
  type Json,
  type ObjectAnswer,
} from './cmis/browser/client';

const ROLES = ['Consumer', 'Contributor', 'Editor', 'Collaborator', 'Coordinator', 'owner'] as const;
type Role = (typeof ROLES)[number];

/** Objects of the owner, made anew for each case, in a folder where each role has a person of its own. */
interface Scene {
  readonly owner: BrowserClient;
  /** Folder of the person who acts. */
  readonly own: string;
  readonly folder: string;
  readonly inner: string;
  readonly document: string;
  readonly second: string;
  readonly policy: string;
}

type Act = (client: BrowserClient, scene: Scene) => Promise<Answer>;

/** Scenes that are no longer as they were made. */
const changed = new WeakSet<Scene>();
let count = 0;
const fresh = (): string => `object ${(count += 1)}`;
const get =
  (target: 'folder' | 'inner' | 'document', selector: string): Act =>
  (client, scene) =>
    client.get({ id: scene[target] }, selector);
const create =
  (action: string, typeId: string): Act =>
  (client, scene) =>
    client.post({ id: scene.folder }, action, named(typeId, fresh()));
const post =
  (target: 'folder' | 'inner' | 'document', action: string, fields: (scene: Scene) => Fields = () => ({})): Act =>
  (client, scene) =>
    client.post({ id: scene[target] }, action, fields(scene));
const propertiesOf = (answer: Answer): Json =>
  (answer.json as { readonly succinctProperties: Json }).succinctProperties;
const idOf = (answer: Answer): string => String(propertiesOf(answer)['cmis:objectId']);
const madeIn = (client: BrowserClient, id: string): Promise<Answer> =>
  client.post({ id }, 'createDocument', { ...named('cmis:document', fresh()), succinct: true });
const REFUSED: Answer = { status: 403, headers: new Headers(), text: '', json: { exception: 'permissionDenied' } };
const describing = properties({ 'cmis:description': 'changed' });
/** A working copy that the owner made. */
const ownersCopy = (scene: Scene): Promise<ObjectAnswer> => {
  changed.add(scene);
  return scene.owner.make({ id: scene.document }, 'checkOut');
};
const attached = async (scene: Scene): Promise<void> => {
  changed.add(scene);
  await scene.owner.post({ id: scene.document }, 'applyPolicy', { policyId: scene.policy });
};

/** `+`: may; columns in the order of `ROLES`. */
// prettier-ignore
const TABLE: readonly (readonly [operation: string, expected: string, act: Act])[] = [
  //                                        Con Ctr Edi Col Coo own
  ['getObject of a document',             '+   +   +   +   +   +', get('document', 'object')],
  ['getProperties',                       '+   +   +   +   +   +', get('document', 'properties')],
  ['getObject of a folder',               '+   +   +   +   +   +', get('folder', 'object')],
  ['getObjectByPath',                     '+   +   +   +   +   +', async (client, { owner, folder }) => {
    const path = propertiesOf(await owner.get({ id: folder }, 'object', { succinct: true }))['cmis:path'];
    return client.get({ path: String(path) }, 'object');
  }],
  ['getAllowableActions',                 '+   +   +   +   +   +', get('document', 'allowableActions')],
  ['getContentStream',                    '+   +   +   +   +   +', get('document', 'content')],
  ['getRenditions',                       '+   +   +   +   +   +', get('document', 'renditions')],
  ['getChildren',                         '+   +   +   +   +   +', get('folder', 'children')],
  ['getDescendants',                      '+   +   +   +   +   +', get('folder', 'descendants')],
  ['getFolderTree',                       '+   +   +   +   +   +', get('folder', 'folderTree')],
  ['getFolderParent',                     '+   +   +   +   +   +', get('inner', 'parent')],
  ['getObjectParents',                    '+   +   +   +   +   +', get('document', 'parents')],
  ['getAllVersions',                      '+   +   +   +   +   +', get('document', 'versions')],
  ['getObjectRelationships',              '+   +   +   +   +   +', get('document', 'relationships')],
  ['getAppliedPolicies',                  '+   +   +   +   +   +', get('document', 'policies')],
  ['getACL',                              '-   +   +   +   +   +', get('document', 'acl')],

  ['createDocument',                      '-   +   -   +   +   +', create('createDocument', 'cmis:document')],
  ['createFolder',                        '-   +   -   +   +   +', create('createFolder', 'cmis:folder')],
  ['createItem',                          '-   +   -   +   +   +', create('createItem', 'cmis:item')],
  ['createPolicy',                        '-   +   -   +   +   +', create('createPolicy', 'cmis:policy')],
  ['createDocumentFromSource',            '-   +   -   +   +   +', (client, { folder, document }) =>
    client.post({ id: folder }, 'createDocumentFromSource', { sourceId: document, ...properties({ 'cmis:name': fresh() }) })],
  ['copying to a folder of one\'s own',   '+   +   +   +   +   +', (client, { own, document }) =>
    client.post({ id: own }, 'createDocumentFromSource', { sourceId: document, ...properties({ 'cmis:name': fresh() }) })],
  ['createRelationship from a document',  '-   -   +   +   +   +', (client, { document, second }) =>
    client.post('repository', 'createRelationship', named('cmis:relationship', fresh(), { 'cmis:sourceId': document, 'cmis:targetId': second }))],

  ['updateProperties of a document',      '-   -   +   +   +   +', post('document', 'update', () => describing)],
  ['updateProperties of a folder',        '-   -   +   +   +   +', post('folder', 'update', () => describing)],
  ['renaming',                            '-   -   +   +   +   +', post('document', 'update', () => properties({ 'cmis:name': fresh() }))],
  ['adding a secondary type',             '-   -   +   +   +   +', post('document', 'update', () => properties({ 'cmis:secondaryObjectTypeIds': ['P:cm:author'] }))],
  ['bulkUpdateProperties',                '-   -   +   +   +   +', async (client, { document }) => {
    const answer = await client.post('repository', 'bulkUpdate', { 'objectId[0]': document, ...describing });
    // What may not be changed is left out.
    return Array.isArray(answer.json) && answer.json.length === 0 ? REFUSED : answer;
  }],
  ['setContentStream',                    '-   -   +   +   +   +', (client, { document }) => client.post({ id: document }, 'setContent', {}, { text: 'new' })],
  ['appendContentStream',                 '-   -   +   +   +   +', (client, { document }) => client.post({ id: document }, 'appendContent', {}, { text: 'more' })],
  ['deleteContentStream',                 '-   -   +   +   +   +', post('document', 'deleteContent')],

  ['checkOut',                            '-   -   +   +   +   +', post('document', 'checkOut')],
  ['checkIn of one\'s own working copy',  '-   -   +   +   +   +', async (client, { document }) => {
    const copy = await client.post({ id: document }, 'checkOut', { succinct: true });
    return copy.status === 201 ? client.post({ id: idOf(copy) }, 'checkIn') : copy;
  }],
  ['cancelCheckOut of one\'s own',        '-   -   +   +   +   +', async (client, { document }) => {
    const copy = await client.post({ id: document }, 'checkOut', { succinct: true });
    return copy.status === 201 ? client.post({ id: idOf(copy) }, 'cancelCheckOut') : copy;
  }],
  ['checkIn of the owner\'s',             '-   -   -   -   +   +', async (client, scene) => client.post({ id: (await ownersCopy(scene)).id }, 'checkIn')],
  ['cancelCheckOut of the owner\'s',      '-   -   -   -   +   +', async (client, scene) => client.post({ id: (await ownersCopy(scene)).id }, 'cancelCheckOut')],
  ['getObject of the owner\'s copy',      '-   -   +   +   +   +', async (client, scene) => client.get({ id: (await ownersCopy(scene)).id }, 'object')],

  ['moving out of the folder',            '-   -   -   -   +   +', post('document', 'move', ({ folder, own }) => ({ sourceFolderId: folder, targetFolderId: own }))],
  ['moving within the folder',            '-   -   -   -   +   +', post('document', 'move', ({ folder, inner }) => ({ sourceFolderId: folder, targetFolderId: inner }))],
  ['moving into the folder',              '-   +   -   +   +   +', async (client, { folder, own }) => {
    const mine = await madeIn(client, own);
    return mine.status === 201 ? client.post({ id: idOf(mine) }, 'move', { sourceFolderId: own, targetFolderId: folder }) : mine;
  }],
  ['deleteObject of a document',          '-   -   -   -   +   +', post('document', 'delete')],
  ['deleteObject of a folder',            '-   -   -   -   +   +', post('inner', 'delete')],
  ['deleteTree',                          '-   -   -   -   +   +', post('inner', 'deleteTree')],
  ['deleting what one made there',        '-   +   -   +   +   +', async (client, { folder }) => {
    const made = await madeIn(client, folder);
    return made.status === 201 ? client.post({ id: idOf(made) }, 'delete') : made;
  }],

  ['addObjectToFolder of one\'s own',     '+   +   +   +   +   +', post('document', 'addObjectToFolder', ({ own }) => ({ folderId: own }))],
  ['addObjectToFolder of the owner\'s',   '-   +   -   +   +   +', async (client, { folder, own }) => {
    const mine = await madeIn(client, own);
    return mine.status === 201 ? client.post({ id: idOf(mine) }, 'addObjectToFolder', { folderId: folder }) : mine;
  }],
  ['removeObjectFromFolder',              '-   -   -   -   +   +', post('document', 'removeObjectFromFolder', ({ folder }) => ({ folderId: folder }))],

  ['applyPolicy',                         '-   -   +   +   +   +', post('document', 'applyPolicy', ({ policy }) => ({ policyId: policy }))],
  ['removePolicy',                        '-   -   +   +   +   +', async (client, scene) => {
    await attached(scene);
    return client.post({ id: scene.document }, 'removePolicy', { policyId: scene.policy });
  }],
  ['applyACL',                            '-   -   -   -   +   +', post('document', 'applyACL', () => ({ 'addACEPrincipal[0]': 'zoe', 'addACEPermission[0][0]': 'cmis:read' }))],
  ['taking rights away',                  '-   -   -   -   +   +', async (client, scene) => {
    changed.add(scene);
    await scene.owner.post({ id: scene.document }, 'applyACL', { 'addACEPrincipal[0]': 'zoe', 'addACEPermission[0][0]': 'Consumer' });
    return client.post({ id: scene.document }, 'applyACL', { 'removeACEPrincipal[0]': 'zoe', 'removeACEPermission[0][0]': 'Consumer' });
  }],
  ['giving oneself rights on creation',   '-   +   -   +   +   +', (client, { folder }) =>
    client.post({ id: folder }, 'createDocument', { ...named('cmis:document', fresh()), 'addACEPrincipal[0]': 'cmis:user', 'addACEPermission[0][0]': 'cmis:all' })],
  ['becoming the owner',                  '-   -   -   -   +   +', post('document', 'update', () => properties({ 'cmis:secondaryObjectTypeIds': ['P:cm:ownable'], 'cm:owner': 'zoe' }))],

  ['createType',                          '-   -   -   -   -   -', (client) =>
    client.post('repository', 'createType', { type: JSON.stringify({ id: `p:${fresh()}`, parentId: 'cmis:document' }) })],
  ['deleteType',                          '-   -   -   -   -   -', (client) => client.post('repository', 'deleteType', { typeId: 'D:cm:dictionaryModel' })],
];

const READS: ReadonlySet<Act> = new Set(
  TABLE.filter(([operation]) => operation.startsWith('get')).map(([, , act]) => act),
);

/** Finding objects; what happened before `since` is of no interest. */
const FINDING: readonly (readonly [string, (client: BrowserClient, scene: Scene, since: string) => Promise<Answer>])[] =
  [
    [
      'query',
      (client, { document, second }) => {
        const q = `SELECT cmis:objectId FROM cmis:document WHERE cmis:objectId IN ('${document}', '${second}')`;
        return client.get('repository', 'query', { q });
      },
    ],
    [
      'getContentChanges',
      (client, _scene, since) => client.get('repository', 'contentChanges', { changeLogToken: since }),
    ],
  ];

let server: TestServer;
let repositoryUrl: string;
let owner: BrowserClient;
let folder: string;
const clients = new Map<string, BrowserClient>();
const ownFolders = new Map<string, string>();

beforeAll(async () => {
  server = await startTestServer();
  repositoryUrl = `${server.url}/cmis/1.1/browser/-default-`;
  for (const name of [...ROLES.map((role) => role.toLowerCase()), 'outsider']) {
    await server.person(name);
    const client = browserClient(repositoryUrl, { user: name, password: name });
    clients.set(name, client);
    // Nothing is handed down into a home.
    const home = await client.get({ path: `/User Homes/${name}` }, 'object', { succinct: true });
    ownFolders.set(name, String((home.json as { succinctProperties: Json }).succinctProperties['cmis:objectId']));
  }
  owner = clientOf('owner');
  folder = (await owner.make({ id: ownFolderOf('owner') }, 'createFolder', named('cmis:folder', 'ours'))).id;
  const aces: Record<string, string> = { 'addACEPrincipal[0]': 'zoe', 'addACEPermission[0][0]': 'Consumer' };
  ROLES.filter((role) => role !== 'owner').forEach((role, index) => {
    aces[`addACEPrincipal[${index + 1}]`] = role.toLowerCase();
    aces[`addACEPermission[${index + 1}][0]`] = role;
  });
  const applied = await owner.post({ id: folder }, 'applyACL', aces);
  if (applied.status !== 200) throw new Error(applied.text);
});
afterAll(async () => {
  await server.close();
  expect(server.observations.filter((observation) => observation.kind === 'unexpected-error')).toEqual([]);
});

const found = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`There is no '${name}'.`);
  return value;
};
const clientOf = (name: string): BrowserClient => found(clients.get(name), name);
const ownFolderOf = (name: string): string => found(ownFolders.get(name), name);

const unused = new Map<string, Scene>();

/** Acts in a scene that nobody has changed yet; making one costs more than most acts. */
async function tryOut(act: Act, name: string, client: BrowserClient): Promise<Answer> {
  const scene = unused.get(name) ?? (await sceneFor(name));
  const answer = await act(client, scene);
  if (answer.status < 300 && !READS.has(act)) changed.add(scene);
  if (changed.has(scene)) unused.delete(name);
  else unused.set(name, scene);
  return answer;
}

async function sceneFor(name: string): Promise<Scene> {
  const at = { id: (await owner.make({ id: folder }, 'createFolder', named('cmis:folder', fresh()))).id };
  const [inner, document, second, policy] = await Promise.all([
    owner.make(at, 'createFolder', named('cmis:folder', fresh())),
    owner.make(at, 'createDocument', named('cmis:document', fresh()), { text: 'text' }),
    owner.make(at, 'createDocument', named('cmis:document', fresh())),
    owner.make(at, 'createPolicy', named('cmis:policy', fresh())),
  ]);
  const ids = { inner: inner.id, document: document.id, second: second.id, policy: policy.id };
  return { owner, own: ownFolderOf(name), folder: at.id, ...ids };
}

const cases = TABLE.flatMap(([operation, expected, act]) =>
  expected.split(/\s+/).map((mark, index) => ({ operation, role: ROLES[index] as Role, may: mark === '+', act })),
);

it('has an expectation for every operation and role', () => {
  for (const [operation, expected] of TABLE)
    expect([operation, expected.split(/\s+/).length]).toEqual([operation, ROLES.length]);
});

const outcome = (answer: Answer): string =>
  answer.status < 300 ? 'done' : `${answer.status} ${String((answer.json as Json | undefined)?.['exception'])}`;

describe.each(ROLES)('%s', (role) => {
  const own = cases.filter((item) => item.role === role);
  it.each(own.map((item) => [item.may ? 'may' : 'may not', item.operation, item] as const))(
    '%s: %s',
    async (_may, _operation, { may, act }) => {
      const name = role.toLowerCase();
      const answer = await tryOut(act, name, clientOf(name));
      expect(outcome(answer)).toBe(may ? 'done' : '403 permissionDenied');
    },
  );
});

it.each(TABLE)('somebody without rights may not: %s', async (operation, _expected, act) => {
  const answer = await tryOut(act, 'outsider', clientOf('outsider'));
  // What lies at a path is nobody's business.
  expect(outcome(answer)).toBe(operation === 'getObjectByPath' ? '404 objectNotFound' : '403 permissionDenied');
});

it.each(TABLE)('a stranger may not: %s', async (_operation, _expected, act) => {
  const answer = await tryOut(act, 'outsider', browserClient(repositoryUrl));
  expect(outcome(answer)).toBe('401 unauthorized');
});

describe.each(FINDING)('%s', (_operation, act) => {
  it('finds what the caller may read, and nothing else', async () => {
    const info = await owner.get('repository', 'repositoryInfo');
    const since = String((info.json as Record<string, Json>)['-default-']?.['latestChangeLogToken']);
    const scene = await sceneFor('outsider');
    const seen = async (name: string): Promise<boolean[]> => {
      const answer = await act(clientOf(name), scene, since);
      expect(answer.status).toBe(200);
      return [scene.document, scene.second].map((id) => answer.text.includes(`"${id}"`));
    };
    for (const role of ROLES) expect([role, await seen(role.toLowerCase())]).toEqual([role, [true, true]]);
    expect(await seen('outsider')).toEqual([false, false]);
    expect((await act(browserClient(repositoryUrl), scene, since)).status).toBe(401);
  });
});
