import { rm } from 'node:fs/promises';
import {
  browserClient,
  exceptionOf,
  named,
  properties,
  type Answer,
  type BrowserClient,
  type Json,
} from '../cmis/browser/client';
import { startTestServer, type TestServer } from '../support/server';
import { fresh, startStandard, type Standard } from './fixtures';

type Properties = Readonly<Record<string, Json>>;

let standard: Standard;
let admin: BrowserClient;
let odd: string;

beforeAll(async () => {
  standard = await startStandard({ jsonp: true });
  ({ admin } = standard);
  const property = (propertyType: string, cardinality = 'single'): Json => ({ propertyType, cardinality });
  const type = {
    id: 'bj:odd',
    parentId: 'cmis:document',
    contentStreamAllowed: 'notallowed',
    propertyDefinitions: {
      'bj:decimal': property('decimal'),
      'bj:boolean': property('boolean'),
      'bj:date': property('datetime'),
      'bj:unset': property('string'),
      'bj:many': property('string', 'multi'),
    },
  };
  expect((await admin.post('repository', 'createType', { type: JSON.stringify(type) })).status).toBe(201);
  const values = { 'bj:decimal': 1.25, 'bj:boolean': true, 'bj:date': 1_342_160_009_207, 'bj:many': ['x'] };
  odd = (await admin.make({ id: standard.folder.id }, 'createDocument', named('bj:odd', fresh(), values))).id;
});
afterAll(() => standard.close());

const verbose = async (): Promise<Properties> =>
  ((await admin.get({ id: odd }, 'object')).json as Json)['properties'] as Properties;
const firstRow = (answer: Answer): Json => (answer.json as { readonly results: readonly Json[] }).results[0] ?? {};

describe('objects as JSON', () => {
  it('533: succinct objects have succinctProperties and no properties', async () => {
    const { json } = await admin.get({ id: odd }, 'object', { succinct: true });
    expect(json).toMatchObject({ succinctProperties: { 'cmis:objectId': odd } });
    expect(json).not.toHaveProperty('properties');
  });

  it('534: other objects have properties and no succinctProperties', async () => {
    const { json } = await admin.get({ id: odd }, 'object');
    expect(json).toMatchObject({ properties: { 'cmis:objectId': { value: odd } } });
    expect(json).not.toHaveProperty('succinctProperties');
  });

  it('535: succinct rows of a query have succinctProperties and no properties', async () => {
    const row = firstRow(await admin.get('repository', 'query', { q: 'SELECT * FROM bj:odd', succinct: true }));
    expect(row).toMatchObject({ succinctProperties: { 'cmis:objectId': odd } });
    expect(row).not.toHaveProperty('properties');
  });

  it('536: dates are milliseconds since 1970', async () => {
    const { 'bj:date': date, 'cmis:creationDate': created } = await verbose();
    expect(date?.['value']).toBe(1_342_160_009_207);
    expect(Math.abs(Number(created?.['value']) - Date.now())).toBeLessThan(600_000);
  });

  it('537: decimals are numbers, booleans true or false', async () => {
    expect(await verbose()).toMatchObject({ 'bj:decimal': { value: 1.25 }, 'bj:boolean': { value: true } });
  });

  it('538: what is not set is null', async () => {
    expect((await verbose())['bj:unset']?.['value']).toBeNull();
    const succinct = (await admin.get({ id: odd }, 'properties', { succinct: true })).json as Json;
    expect([succinct['bj:unset'], succinct['cmis:contentStreamLength']]).toEqual([null, null]);
  });

  it('539: values of many-valued properties are arrays, others are not', async () => {
    expect(await verbose()).toMatchObject({ 'bj:many': { value: ['x'] }, 'cmis:objectId': { value: odd } });
  });

  it('540: each property states its type and cardinality', async () => {
    for (const property of Object.values(await verbose()))
      expect(property).toMatchObject({
        type: expect.stringMatching(/^(string|id|boolean|integer|decimal|datetime|uri|html)$/) as unknown,
        cardinality: expect.stringMatching(/^(single|multi)$/) as unknown,
      });
  });
});

describe('callbacks', () => {
  it('541: the answer is a call of the function', async () => {
    for (const selector of ['object', 'children', 'parent']) {
      const { text } = await admin.get({ id: standard.folder.id }, selector, { callback: 'f' });
      expect(text).toMatch(/^f\(.*\)$/s);
      expect(JSON.parse(text.slice(2, -1))).toBeDefined();
    }
  });

  it.each([
    ['542: an empty callback is invalid', () => admin.get({ id: odd }, 'object', { callback: '' })],
    ['543: a write with a callback is invalid', () => admin.post({ id: odd }, 'delete', { callback: 'f' })],
    ['544: content with a callback is invalid', () => admin.get({ id: odd }, 'content', { callback: 'f' })],
  ])('%s', async (_title, request) => {
    const answer = await request();
    expect([answer.status, exceptionOf(answer)]).toEqual([400, 'invalidArgument']);
    expect((await admin.get({ id: odd }, 'object')).status).toBe(200);
  });
});

describe('errors', () => {
  const update = (id: string, token?: string): Promise<Answer> =>
    admin.post({ id }, 'update', { ...properties({ 'cmis:description': 'new' }), changeToken: token });

  it.each<[string, readonly [number, string], () => Promise<Answer>]>([
    [
      '545: invalidArgument has status 400',
      [400, 'invalidArgument'],
      () => admin.get({ id: odd }, 'object', { includeACL: 'perhaps' }),
    ],
    ['546: objectNotFound has status 404', [404, 'objectNotFound'], () => admin.get({ id: 'nothing' }, 'object')],
    [
      '547: permissionDenied has status 403',
      [403, 'permissionDenied'],
      async () => (await standard.person('petra')).post({ id: odd }, 'delete'),
    ],
    ['548: notSupported has status 405', [405, 'notSupported'], () => admin.get({ id: odd }, 'explode')],
    [
      '549: constraint has status 409',
      [409, 'constraint'],
      async () => {
        const parent = await standard.newFolder();
        await standard.newFolder(parent.id);
        return admin.post({ id: parent.id }, 'delete');
      },
    ],
    [
      '550: contentAlreadyExists has status 409',
      [409, 'contentAlreadyExists'],
      async () => {
        const { id } = await standard.newDocument({ text: 'one' });
        return admin.post({ id }, 'setContent', { overwriteFlag: false }, { text: 'two' });
      },
    ],
    [
      '551: nameConstraintViolation has status 409',
      [409, 'nameConstraintViolation'],
      async () => {
        const { properties: taken } = await standard.newFolder();
        const fields = named('cmis:folder', String(taken['cmis:name']));
        return admin.post({ id: standard.folder.id }, 'createFolder', fields);
      },
    ],
    [
      '552: updateConflict has status 409',
      [409, 'updateConflict'],
      async () => {
        const { id, properties: old } = await standard.newDocument();
        await update(id);
        return update(id, String(old['cmis:changeToken']));
      },
    ],
    [
      '553: versioning has status 409',
      [409, 'versioning'],
      async () => {
        const { id } = await standard.newDocument();
        const copy = await admin.make({ id }, 'checkOut');
        await admin.make({ id: copy.id }, 'checkIn');
        return update(id);
      },
    ],
    [
      '554: filterNotValid has status 400',
      [400, 'filterNotValid'],
      () => admin.get({ id: odd }, 'object', { filter: 'cmis:name,,' }),
    ],
    [
      '555: streamNotSupported has status 403',
      [403, 'streamNotSupported'],
      () => admin.post({ id: odd }, 'setContent', {}, { text: 'no' }),
    ],
  ])('%s', async (_title, expected, request) => {
    const answer = await request();
    expect([answer.status, exceptionOf(answer)]).toEqual(expected);
  });

  it('557: with suppressResponseCodes the status is 200 and the exception in the body', async () => {
    const answer = await admin.get({ id: 'nothing' }, 'object', { suppressResponseCodes: true });
    expect([answer.status, exceptionOf(answer)]).toEqual([200, 'objectNotFound']);
  });

  it.each([
    ['558: a body of an error has exception and message'],
    ['607: an error is a JSON body with exception and message'],
  ])('%s', async () => {
    for (const answer of [
      await admin.get({ id: 'nothing' }, 'object'),
      await admin.get('repository', 'typeDefinition'),
      await admin.post({ id: odd }, 'explode'),
    ]) {
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.json).toEqual({
        exception: expect.any(String) as unknown,
        message: expect.stringMatching(/./) as unknown,
      });
    }
  });
});

describe('a repository that lost its bytes', () => {
  let broken: TestServer;
  beforeAll(async () => {
    broken = await startTestServer();
  });
  afterAll(() => broken.close());

  it('556: failures of the repository itself have status 500', async () => {
    const client = browserClient(`${broken.url}/cmis/1.1/browser/-default-`, { user: 'admin', password: 'admin' });
    const fields = named('cmis:document', 'lost.txt');
    const { id } = await client.make({ path: '/Shared' }, 'createDocument', fields, { text: 'lost' });
    await rm(broken.contentDir, { recursive: true });
    const answer = await client.get({ id }, 'content');
    expect([answer.status, exceptionOf(answer)]).toEqual([
      500,
      expect.stringMatching(/^(storage|runtime)$/) as unknown,
    ]);
  });
});
