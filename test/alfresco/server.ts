import { startTestServer, type TestServer } from '../support/server';
import { alfrescoClient, basic, type AlfrescoClient } from './client';

/** A server of its own with clients of the v1 API. */
export interface AlfrescoServer extends TestServer {
  /** One of the people, or the administrator. */
  as(name: string): AlfrescoClient;
  readonly stranger: AlfrescoClient;
  /** Fails when the server met an error that it does not know. */
  close(): Promise<void>;
}

/** Each person's password is the name. */
export async function startAlfresco(
  people: readonly string[] = [],
  options: Parameters<typeof startTestServer>[0] = {},
): Promise<AlfrescoServer> {
  const server = await startTestServer(options);
  for (const name of people) await server.person(name);
  const clients = new Map([...people, 'admin'].map((name) => [name, alfrescoClient(server.url, basic(name, name))]));
  return {
    ...server,
    as: (name) => clients.get(name) ?? alfrescoClient(server.url, basic(name, name)),
    stranger: alfrescoClient(server.url),
    close: async () => {
      // A server that nobody closes keeps the run from ending: it goes first.
      await server.close();
      expect(server.observations.filter(({ kind }) => kind === 'unexpected-error')).toEqual([]);
    },
  };
}

/** A node of this person's in the home folder; those named have a role on it, and nobody else. */
export async function nodeOf(
  owner: AlfrescoClient,
  node: Readonly<Record<string, unknown>>,
  roles: Readonly<Record<string, string>>,
): Promise<string> {
  const id = String((await owner.make('/nodes/-my-/children', { nodeType: 'cm:content', ...node }))['id']);
  const locallySet = Object.entries(roles).map(([authorityId, name]) => ({ authorityId, name }));
  const { status } = await owner.put(`/nodes/${id}`, { permissions: { isInheritanceEnabled: false, locallySet } });
  expect(status).toBe(200);
  return id;
}
