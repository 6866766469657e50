import { startTestServer, type TestServer } from '../support/server';
import {
  browserClient,
  exceptionOf,
  named,
  type Answer,
  type BrowserClient,
  type Fields,
  type Json,
  type ObjectAnswer,
} from '../cmis/browser/client';

/** A server of its own with a folder to work in, as the statements of the standard are tried on it. */
export interface Standard {
  readonly server: TestServer;
  readonly admin: BrowserClient;
  readonly folder: ObjectAnswer;
  /** Makes a person and gives a client that speaks for it. */
  person(name: string): Promise<BrowserClient>;
  newDocument(input?: {
    readonly fields?: Fields;
    readonly text?: string;
    readonly in?: string;
  }): Promise<ObjectAnswer>;
  newFolder(parentId?: string): Promise<ObjectAnswer>;
  /** Makes a type from its JSON; property definitions may leave out what has a default. */
  newType(type: Json): Promise<void>;
  /** Every property that is set, by id. */
  propertiesOf(id: string, client?: BrowserClient): Promise<Json>;
  /** Stops the server; fails when it met an error that it does not know. */
  close(): Promise<void>;
}

let count = 0;

/** A name that nothing else has. */
export const fresh = (): string => `object ${(count += 1)}`;

export async function startStandard(options: Parameters<typeof startTestServer>[0] = {}): Promise<Standard> {
  const server = await startTestServer(options);
  const clientOf = (name: string): BrowserClient =>
    browserClient(`${server.url}/cmis/1.1/browser/-default-`, { user: name, password: name });
  const admin = clientOf('admin');
  const making = admin.make({ path: '/Shared' }, 'createFolder', named('cmis:folder', fresh()));
  // A server that nobody would close keeps the run from ending.
  const folder = await making.catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return {
    server,
    admin,
    folder,
    person: async (name) => {
      await server.person(name);
      return clientOf(name);
    },
    newDocument: ({ fields = {}, text, in: parentId = folder.id } = {}) =>
      admin.make(
        { id: parentId },
        'createDocument',
        { ...named('cmis:document', fresh()), ...fields },
        text === undefined ? undefined : { text },
      ),
    newFolder: (parentId = folder.id) => admin.make({ id: parentId }, 'createFolder', named('cmis:folder', fresh())),
    newType: async (type) => {
      const answer = await admin.post('repository', 'createType', { type: JSON.stringify(type) });
      if (answer.status !== 201) throw new Error(`createType: ${answer.status} ${answer.text}`);
    },
    propertiesOf: async (id, client = admin) => {
      const answer = await client.get({ id }, 'object', { filter: '*', succinct: true });
      if (answer.status !== 200) throw new Error(`object: ${answer.status} ${answer.text}`);
      return (answer.json as { readonly succinctProperties: Json }).succinctProperties;
    },
    close: async () => {
      const unexpected = server.observations.filter(({ kind }) => kind === 'unexpected-error');
      await server.close();
      if (unexpected.length > 0) throw new Error(JSON.stringify(unexpected));
    },
  };
}

/** The exception that an answer names, or its status where it is none. */
export const outcome = (answer: Answer): unknown => exceptionOf(answer) ?? answer.status;
