/**
 * How much is in a folder; reference: Alfresco's `/nodes/{nodeId}/size-details`. Clients ask for it in two steps, a job
 * and what came of it. Here it is counted when they fetch it, as of that moment, so no job is kept and none is waited for.
 */
import { createHash } from 'node:crypto';
import { entityNotFound, unprocessable } from '../framework/api-error';
import { dateText } from '../framework/dates';
import { created, entry, operation, type Call } from '../framework/operation';
import { PLAIN } from '../../repository/values/object-view';
import { nodeById, nodeIdOf } from './node-id';

const PATH = '/nodes/{nodeId}/size-details';

async function sizedFolder(call: Pick<Call, 'parts' | 'repository' | 'request' | 'path'>): Promise<string> {
  const id = await nodeIdOf(call, call.path['nodeId']);
  const { object } = await nodeById(call, { id, selection: PLAIN });
  if (object.type.baseId !== 'cmis:folder') throw unprocessable(`NodeId of folder is expected: ${id}`);
  return id;
}

/** The same for everybody who asks for the same folder, in the form of a UUID. */
function jobOf(folderId: string): string {
  const digest = createHash('sha256').update(`size of ${folderId}`).digest('hex');
  return [0, 8, 12, 16, 20].map((from, index) => digest.slice(from, [8, 12, 16, 20, 32][index])).join('-');
}

export const createSizeDetails = operation({
  id: 'getNodeSizeDetailsRequest',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Ask for the size of a folder',
  since: '25.1',
  status: 202,
  answers: 'SizeDetails',
  run: async (call) => created([{ jobId: jobOf(await sizedFolder(call)) }]),
});

export const getSizeDetails = operation({
  id: 'getNodeSizeDetails',
  method: 'GET',
  path: `${PATH}/{jobId}`,
  api: 'core',
  summary: 'Get the size of a folder: what is in it and below it, as far as the caller may see it',
  since: '25.1',
  status: 200,
  answers: 'SizeDetails',
  run: async (call) => {
    const id = await sizedFolder(call);
    const jobId = jobOf(id);
    const asked = call.path['jobId'] ?? '';
    if (asked !== jobId) throw entityNotFound(asked.slice(0, 200));
    const { files, bytes } = await call.repository.getFolderSize(call.request, id);
    const calculatedAt = dateText(Date.now());
    return entry({ id, jobId, status: 'COMPLETED', numberOfFiles: files, sizeInBytes: String(bytes), calculatedAt });
  },
});
