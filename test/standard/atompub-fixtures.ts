import { attribute, child, childrenNamed, childText, type XmlElement } from '../../src/cmis/xml/tree';
import { APP, CMIS, CMISRA } from '../../src/cmis/xml/namespaces';
import {
  atomClient,
  childrenOf,
  createFolder,
  entry,
  NAMESPACES,
  one,
  rootChildren,
  type AtomClient,
} from '../cmis/atompub/client';
import { startTestServer, type TestServer } from '../support/server';
import { fresh } from './fixtures';

/** A server of its own with a client of AtomPub, which checks every document that it is answered against the schemas. */
export interface AtomStandard {
  readonly server: TestServer;
  readonly client: AtomClient;
  /** The only one of the service document. */
  readonly workspace: XmlElement;
  /** The children of the root. */
  readonly root: string;
  /** A folder of its own. */
  newFolder(): Promise<XmlElement>;
  /** The children of a folder of its own. */
  newPlace(): Promise<string>;
  /** Stops the server; fails when it met an error that it does not know. */
  close(): Promise<void>;
}

export async function startAtomStandard(): Promise<AtomStandard> {
  const server = await startTestServer();
  const client = atomClient(`${server.url}/cmis/1.1/atom`);
  try {
    const root = await rootChildren(client);
    const workspace = child((await client.get('')).root, APP, 'workspace');
    if (!workspace) throw new Error('There is no workspace.');
    const newFolder = (): Promise<XmlElement> => createFolder(client, root, fresh());
    return {
      server,
      client,
      workspace,
      root,
      newFolder,
      newPlace: async () => childrenOf(await newFolder()),
      close: async () => {
        await server.close();
        expect(server.observations).toEqual([]);
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** For the tests of a file: such a server, and before each test a folder of its own. */
export interface AtomSuite extends Omit<AtomStandard, 'close'> {
  /** The children of the test's folder. */
  readonly place: string;
  /** The document at an address. */
  readonly read: (address: string) => Promise<XmlElement>;
  readonly statusOf: (address: string) => Promise<number>;
}

export function atomSuite(): AtomSuite {
  let standard: AtomStandard;
  let place: string;
  beforeAll(async () => {
    standard = await startAtomStandard();
  });
  beforeEach(async () => {
    place = await standard.newPlace();
  });
  afterAll(() => standard.close());
  return {
    get server() {
      return standard.server;
    },
    get client() {
      return standard.client;
    },
    get workspace() {
      return standard.workspace;
    },
    get root() {
      return standard.root;
    },
    get place() {
      return place;
    },
    newFolder: () => standard.newFolder(),
    newPlace: () => standard.newPlace(),
    read: async (address) => (await standard.client.get(address)).root,
    statusOf: async (address) => (await standard.client.get(address)).status,
  };
}

export const idOf = (of: XmlElement): string => one(of, 'cmis:objectId') ?? '';
export const encodedId = (of: XmlElement): string => encodeURIComponent(idOf(of));
/** An entry that names an object and says no more. */
export const idEntry = (of: XmlElement): string => entry({ title: '', properties: { 'cmis:objectId': idOf(of) } });
/** Address of a collection of the workspace. */
export const collectionOf = (workspace: XmlElement, type: string): string | undefined => {
  const found = childrenNamed(workspace, APP, 'collection').find(
    (each) => childText(each, CMISRA, 'collectionType') === type,
  );
  return found && attribute(found, 'href');
};
/** Text of a template of the workspace. */
export const templateOf = (workspace: XmlElement, type: string): string => {
  const found = childrenNamed(workspace, CMISRA, 'uritemplate').find(
    (each) => childText(each, CMISRA, 'type') === type,
  );
  return childText(found, CMISRA, 'template') ?? '';
};
/** Names of a template's variables. */
export const variablesOf = (template: string): readonly string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
export const filled = (template: string, values: Readonly<Record<string, string>> = {}): string =>
  template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(values[name] ?? ''));
/** The definition in an entry of a type. */
export const typeIn = (of: XmlElement): XmlElement | undefined => child(of, CMISRA, 'type');
export const typeIdOf = (of: XmlElement): string | undefined => childText(typeIn(of), CMIS, 'id');
/** The entry that makes or changes a type of documents. */
export const typeEntry = (inner: string): string =>
  `<entry ${NAMESPACES}><title>t</title><ra:type xsi:type="c:cmisTypeDocumentDefinitionType">${inner}</ra:type></entry>`;
