/** Which operations on nodes each role allows: what is not listed as allowed is refused, and nothing has changed then. */
import { type AlfrescoClient, type ApiAnswer } from './client';
import { startAlfresco, type AlfrescoServer } from './server';

const ROLES = ['Consumer', 'Contributor', 'Editor', 'Collaborator', 'Coordinator', 'owner', 'none'] as const;
type Role = (typeof ROLES)[number];

let server: AlfrescoServer;
let owner: AlfrescoClient;
const clients: Partial<Record<Role, AlfrescoClient>> = {};
let count = 0;

interface Scene {
  readonly folder: string;
  readonly file: string;
  readonly other: string;
  /** Folder of the person who acts. */
  readonly own: string;
}

beforeAll(async () => {
  server = await startAlfresco(['owner']);
  owner = server.as('owner');
  clients.owner = owner;
  for (const role of ROLES) {
    const name = role.toLowerCase();
    if (role === 'owner') continue;
    await server.person(name);
    clients[role] = server.as(name);
  }
});
afterAll(() => server.close());

async function scene(role: Role): Promise<Scene> {
  const locallySet = ROLES.filter((one) => one !== 'owner' && one !== 'none').map((name) => ({
    authorityId: name.toLowerCase(),
    name,
  }));
  const folder = await owner.make('/nodes/-shared-/children', {
    name: `scene${++count}`,
    nodeType: 'cm:folder',
    permissions: { isInheritanceEnabled: false, locallySet },
  });
  const made = async (name: string): Promise<string> =>
    String(
      (
        await owner.post(`/nodes/${String(folder['id'])}/children?versioningEnabled=true`, {
          name,
          nodeType: 'cm:content',
        })
      ).entry['id'],
    );
  const file = await made('file.txt');
  await owner.fetch(`/nodes/${file}/content`, { method: 'PUT', body: 'second' });
  const own = role === 'none' ? '-my-' : '-my-';
  return { folder: String(folder['id']), file, other: await made('other.txt'), own };
}

type Act = (client: AlfrescoClient, scene: Scene) => Promise<ApiAnswer>;

const ALL = new Set<Role>(ROLES.filter((role) => role !== 'none'));
const WRITERS = new Set<Role>(['Editor', 'Collaborator', 'Coordinator', 'owner']);
const ADDERS = new Set<Role>(['Contributor', 'Collaborator', 'Coordinator', 'owner']);
const RULERS = new Set<Role>(['Coordinator', 'owner']);

const ACTS: readonly (readonly [string, Act, ReadonlySet<Role>])[] = [
  ['get', (client, { file }) => client.get(`/nodes/${file}`), ALL],
  ['get by path', (client, { folder }) => client.get(`/nodes/${folder}?relativePath=file.txt`), ALL],
  ['get content', (client, { file }) => client.get(`/nodes/${file}/content`), ALL],
  ['list children', (client, { folder }) => client.get(`/nodes/${folder}/children`), ALL],
  ['list parents', (client, { file }) => client.get(`/nodes/${file}/parents`), ALL],
  ['list targets', (client, { file }) => client.get(`/nodes/${file}/targets`), ALL],
  ['list sources', (client, { file }) => client.get(`/nodes/${file}/sources`), ALL],
  ['list secondary children', (client, { folder }) => client.get(`/nodes/${folder}/secondary-children`), ALL],
  ['list versions', (client, { file }) => client.get(`/nodes/${file}/versions`), ALL],
  ['get a version', (client, { file }) => client.get(`/nodes/${file}/versions/1.0`), ALL],
  ['get a version’s content', (client, { file }) => client.get(`/nodes/${file}/versions/1.0/content`), ALL],
  [
    'copy elsewhere',
    (client, { file, own }) => client.post(`/nodes/${file}/copy`, { targetParentId: own, name: `c${++count}` }),
    ALL,
  ],
  [
    'file elsewhere',
    (client, { file, own }) => client.post(`/nodes/${own}/secondary-children`, { childId: file }),
    ALL,
  ],
  [
    'create',
    (client, { folder }) => client.post(`/nodes/${folder}/children`, { name: 'new', nodeType: 'cm:folder' }),
    ADDERS,
  ],
  ['copy into', (client, { folder, own }) => client.post(`/nodes/${own}/copy`, { targetParentId: folder }), ADDERS],
  ['update', (client, { file }) => client.put(`/nodes/${file}`, { properties: { 'cm:title': 'x' } }), WRITERS],
  ['rename', (client, { file }) => client.put(`/nodes/${file}`, { name: 'x' }), WRITERS],
  ['change the type', (client, { file }) => client.put(`/nodes/${file}`, { nodeType: 'cm:savedquery' }), WRITERS],
  [
    'write content',
    (client, { file }) => client.fetch(`/nodes/${file}/content`, { method: 'PUT', body: 'x' }),
    WRITERS,
  ],
  ['lock', (client, { file }) => client.post(`/nodes/${file}/lock`, {}), WRITERS],
  ['check out', (client, { file }) => client.post(`/nodes/${file}/checkout`), WRITERS],
  ['revert', (client, { file }) => client.post(`/nodes/${file}/versions/1.0/revert`, {}), WRITERS],
  [
    'associate',
    (client, { file, other }) => client.post(`/nodes/${file}/targets`, { targetId: other, assocType: 'cm:references' }),
    WRITERS,
  ],
  ['set rights', (client, { file }) => client.put(`/nodes/${file}`, { permissions: { locallySet: [] } }), RULERS],
  [
    'cut inheritance',
    (client, { file }) => client.put(`/nodes/${file}`, { permissions: { isInheritanceEnabled: false } }),
    // The coordinator's own right is handed down, too: nobody shuts the door on themselves.
    new Set<Role>(['owner']),
  ],
  [
    'move away',
    (client, { file, own }) => client.post(`/nodes/${file}/move`, { targetParentId: own, name: `m${++count}` }),
    RULERS,
  ],
  ['delete', (client, { file }) => client.delete(`/nodes/${file}`), RULERS],
  ['delete the folder', (client, { folder }) => client.delete(`/nodes/${folder}`), RULERS],
  ['delete a version', (client, { file }) => client.delete(`/nodes/${file}/versions/1.0`), RULERS],
];

const stateOf = async ({ folder, file }: Scene): Promise<string> =>
  (await owner.get(`/nodes/${folder}/children?include=properties,aspectNames,permissions&includeSource=true`)).text +
  (await owner.get(`/nodes/${file}/versions`)).text +
  (await owner.get(`/nodes/${file}/targets`)).text;

describe.each(ROLES)('%s', (role) => {
  // What is refused changes nothing, so one scene serves for all of it.
  let shared: Scene;
  beforeAll(async () => {
    shared = await scene(role);
  });

  it.each(ACTS.map(([name, act, allowed]) => [allowed.has(role) ? 'may' : 'may not', name, act] as const))(
    '%s %s',
    async (verdict, _name, act) => {
      const client = clients[role] as AlfrescoClient;
      const at = verdict === 'may' ? await scene(role) : shared;
      const before = verdict === 'may' ? '' : await stateOf(at);
      const { status } = await act(client, at);
      if (verdict === 'may') expect(status).toBeLessThan(300);
      else {
        expect([403, 404]).toContain(status);
        expect(await stateOf(at)).toBe(before);
      }
    },
  );
});
