import { alfrescoClient, basic } from '../alfresco/client';
import { made, picture } from '../alfresco/renditions';
import type { Json, ObjectAnswer } from '../cmis/browser/client';
import { outcome, startStandard, type Standard } from './fixtures';

let standard: Standard;
let document: ObjectAnswer;
const NAMES = ['doclib', 'imgpreview', 'pdf'];

beforeAll(async () => {
  standard = await startStandard();
  document = await standard.newDocument();
  const uuid = document.id.split(';')[0] ?? '';
  const client = alfrescoClient(standard.server.url, basic('admin', 'admin'));
  const form = { method: 'PUT', body: await picture('png') };
  expect((await client.fetch(`/nodes/${uuid}/content?name=picture.png`, form)).status).toBe(200);
  for (const name of NAMES) await made(client, `/nodes/${uuid}/renditions`, name);
  const { json } = await standard.admin.get({ id: uuid }, 'object', { succinct: true });
  const { succinctProperties } = json as { readonly succinctProperties: Json };
  document = { ...document, id: String(succinctProperties['cmis:objectId']), properties: succinctProperties };
});
afterAll(() => standard.close());

const shown = async (renditionFilter: string): Promise<readonly Json[]> => {
  const answer = await standard.admin.get({ id: document.id }, 'object', { renditionFilter });
  return (answer.json as { readonly renditions: readonly Json[] }).renditions;
};
const kinds = (renditions: readonly Json[]): readonly unknown[] => renditions.map(({ kind }) => kind);

it('54: all renditions are shown where all are asked for', async () => {
  expect(kinds(await shown('*'))).toEqual(['cmis:thumbnail', 'alf:webpreview', 'pdf']);
});

it.each([
  ['55: renditions of a kind are shown where that is asked for', 'cmis:thumbnail', ['cmis:thumbnail']],
  [
    '56: renditions of a family of media types are shown where that is asked for',
    'image/*',
    ['cmis:thumbnail', 'alf:webpreview'],
  ],
])('%s', async (_title, filter, expected) => {
  expect(kinds(await shown(filter))).toEqual(expected);
});

it('a filter may name several kinds and media types', async () => {
  expect(kinds(await shown('pdf, image/png'))).toEqual(['cmis:thumbnail', 'pdf']);
  expect(await shown('text/*')).toEqual([]);
});

it('66: the stream of a rendition is its bytes, with its media type', async () => {
  const [rendition] = await shown('application/pdf');
  const answer = await standard.admin.get({ id: document.id }, 'content', {
    streamId: String(rendition?.['streamId']),
  });
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('content-length')).toBe(String(rendition?.['length']));
  expect(answer.text.slice(0, 5)).toBe('%PDF-');
});

it('a stream of another object is none of this one', async () => {
  const [rendition] = await shown('*');
  const other = await standard.newDocument({ text: 'other' });
  const answer = await standard.admin.get({ id: other.id }, 'content', { streamId: String(rendition?.['streamId']) });
  expect(outcome(answer)).toBe('constraint');
});

it('73: a thumbnail has a width and a height', async () => {
  expect(await shown('cmis:thumbnail')).toEqual([expect.objectContaining({ width: 100, height: 67 })]);
});

it('166: getRenditions tells stream, media type, length and kind of each', async () => {
  const { json } = await standard.admin.get({ id: document.id }, 'renditions');
  expect(json).toHaveLength(NAMES.length);
  for (const one of json as readonly Json[]) {
    expect(one).toMatchObject({
      streamId: expect.stringMatching(/^[\w-]+$/) as string,
      mimeType: expect.stringMatching(/^(image|application)\//) as string,
      length: expect.any(Number) as number,
      kind: expect.any(String) as string,
    });
  }
});

it('getRenditions pages what the filter leaves', async () => {
  const page = { renditionFilter: 'image/*', maxItems: 1, skipCount: 1 };
  const { json } = await standard.admin.get({ id: document.id }, 'renditions', page);
  expect(kinds(json as readonly Json[])).toEqual(['alf:webpreview']);
});

it('who may not read a document gets none of its renditions', async () => {
  const [rendition] = await shown('*');
  const carl = await standard.person('carl');
  await standard.admin.post({ id: document.id }, 'applyACL', {
    ACLPropagation: 'propagate',
    'addACEPrincipal[0]': 'carl',
    'addACEPermission[0][0]': 'cmis:read',
  });
  expect((await carl.get({ id: document.id }, 'renditions')).json).toHaveLength(NAMES.length);
  const alien = await standard.person('alien');
  const secret = await standard.admin.make({ path: '/User Homes/carl' }, 'createFolder', {
    'propertyId[0]': 'cmis:name',
    'propertyValue[0]': 'secret',
    'propertyId[1]': 'cmis:objectTypeId',
    'propertyValue[1]': 'cmis:folder',
  });
  await standard.admin.make({ id: document.id }, 'move', {
    targetFolderId: secret.id,
    sourceFolderId: standard.folder.id,
  });
  expect(outcome(await alien.get({ id: document.id }, 'renditions'))).toBe('permissionDenied');
  const stream = { streamId: String(rendition?.['streamId']) };
  expect(outcome(await alien.get({ id: document.id }, 'content', stream))).toBe('permissionDenied');
  // Properties alone are not enough.
  await standard.admin.post({ id: document.id }, 'applyACL', {
    'addACEPrincipal[0]': 'alien',
    'addACEPermission[0][0]': '{http://www.alfresco.org/model/system/1.0}base.ReadProperties',
  });
  expect((await alien.get({ id: document.id }, 'renditions')).json).toEqual([]);
  expect((await alien.get({ id: document.id }, 'object', { renditionFilter: '*' })).json).toMatchObject({
    renditions: [],
  });
  expect(outcome(await alien.get({ id: document.id }, 'content', stream))).toBe('constraint');
});
