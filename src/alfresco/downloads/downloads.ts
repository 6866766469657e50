/** Archives of several nodes; reference: Alfresco's `/downloads`. What is made is the content of the node with the download's id. */
import type { Download } from '../../repository/downloads/downloads';
import { badRequest } from '../framework/api-error';
import { foundAs } from '../framework/not-found';
import { created, entry, nothing, operation, type Json, type Operation } from '../framework/operation';
import { listOf, object, required, text } from '../framework/shapes';
import { nodeIdOf } from '../nodes/node-id';

const MAX_NODES = 1_000;

const downloadEntry = ({ uuid, status, added, total }: Download): Json => ({
  id: uuid,
  status,
  filesAdded: added.files,
  bytesAdded: added.bytes,
  totalFiles: total.files,
  totalBytes: total.bytes,
});

const createDownload = operation({
  id: 'createDownload',
  method: 'POST',
  path: '/downloads',
  api: 'core',
  summary: 'Create a new download',
  since: '5.2',
  status: 202,
  answers: 'Download',
  example: { nodeIds: ['00000000-0000-0000-0000-000000000000'] },
  body: object({ nodeIds: required(listOf(text())) }),
  run: async (call) => {
    const { repository, request, body } = call;
    const given = body?.nodeIds ?? [];
    if (given.length === 0 || given.length > MAX_NODES)
      throw badRequest(`A download is of 1 to ${MAX_NODES} nodes, not of ${given.length}`);
    const objectIds: string[] = [];
    for (const id of given) objectIds.push(await nodeIdOf(call, id));
    if (new Set(objectIds).size < objectIds.length) throw badRequest('A node cannot be in a download twice');
    const shown = objectIds.join(', ');
    return created([downloadEntry(await foundAs(shown, repository.createDownload(request, { objectIds })))]);
  },
});

const getDownload = operation({
  id: 'getDownload',
  method: 'GET',
  path: '/downloads/{downloadId}',
  api: 'core',
  summary: 'Get a download',
  since: '5.2',
  status: 200,
  answers: 'Download',
  run: async ({ repository, request, path }) => {
    const id = path['downloadId'] ?? '';
    return entry(downloadEntry(await foundAs(id, repository.getDownload(request, id))));
  },
});

const cancelDownload = operation({
  id: 'cancelDownload',
  method: 'DELETE',
  path: '/downloads/{downloadId}',
  api: 'core',
  summary: 'Cancel a download',
  since: '5.2',
  status: 202,
  run: async ({ repository, request, path }) => {
    const id = path['downloadId'] ?? '';
    await foundAs(id, repository.cancelDownload(request, id));
    return nothing;
  },
});

export const DOWNLOADS: readonly Operation[] = [createDownload, getDownload, cancelDownload];
