/** Documents that are shared with whoever knows a link; reference: Alfresco's `/shared-links`. */
import { CmisError } from '../../model/errors';
import { PLAIN } from '../../repository/values/object-view';
import type { NewLink } from '../../repository/annotations/shared-links';
import { entityNotFound } from '../framework/api-error';
import { created, entry, list, nothing, openOperation, operation, type Operation } from '../framework/operation';
import { include, PAGING } from '../framework/parameters';
import { date, object, required, text } from '../framework/shapes';
import { equalities, where } from '../framework/where';
import { answerContent, ATTACHMENT, requireFile } from '../nodes/content';
import { selectionFor } from '../nodes/entries';
import { nodeById, nodeIdOf } from '../nodes/node-id';
import { personIdOf } from '../people/person-id';
import { linkEntries } from './link-entry';
import { hiddenAs, opened } from './open-link';

const PATH = '/shared-links';
const INCLUDE = include('allowableOperations', 'path', 'properties', 'isFavorite', 'aspectNames');

const createSharedLink = operation({
  id: 'createSharedLink',
  method: 'POST',
  path: PATH,
  api: 'core',
  summary: 'Create a shared link to a file',
  since: '5.2',
  status: 201,
  answers: 'SharedLink',
  many: true,
  parameters: INCLUDE,
  example: { nodeId: '00000000-0000-0000-0000-000000000000' },
  body: object({ nodeId: required(text()), expiresAt: date() }),
  run: async (call) => {
    const { repository, request, bodies, query } = call;
    const links: NewLink[] = [];
    for (const body of bodies) links.push({ objectId: await nodeIdOf(call, body?.nodeId), expires: body?.expiresAt });
    const shown = links.map(({ objectId }) => objectId).join(', ');
    const selection = selectionFor(query.include);
    const made = await hiddenAs(shown, repository.createLinks(request, { links, selection }));
    return created(await linkEntries(call, { links: made, wanted: query.include, forStrangers: false }));
  },
});

const listSharedLinks = operation({
  id: 'listSharedLinks',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List shared links',
  since: '5.2',
  status: 200,
  answers: 'SharedLink',
  parameters: { ...PAGING, ...INCLUDE, ...where("sharedByUser='…', also '-me-'") },
  run: async (call) => {
    const { repository, request, query } = call;
    const { sharedByUser } = equalities(query.where, ['sharedByUser']);
    const { items, total } = await repository.listLinks(request, {
      page: query,
      sharedBy: sharedByUser === undefined ? undefined : personIdOf(request, sharedByUser),
      selection: selectionFor(query.include),
    });
    return list({
      entries: await linkEntries(call, { links: items, wanted: query.include, forStrangers: false }),
      hasMoreItems: query.skipCount + items.length < total,
      totalItems: total,
    });
  },
});

const getSharedLink = openOperation({
  id: 'getSharedLink',
  method: 'GET',
  path: `${PATH}/{sharedId}`,
  api: 'core',
  summary: 'Get a shared link',
  since: '5.2',
  status: 200,
  answers: 'SharedLink',
  run: async (call) => {
    const { link, request } = await opened(call);
    const view = await hiddenAs(link.id, nodeById({ ...call, request }, { id: link.objectUuid, selection: PLAIN }));
    const shown = { links: [{ ...link, view }], wanted: new Set<string>(), forStrangers: call.request === undefined };
    const [only] = await linkEntries({ ...call, request }, shown);
    return entry(only ?? {});
  },
});

const getSharedLinkContent = openOperation({
  id: 'getSharedLinkContent',
  method: 'GET',
  path: `${PATH}/{sharedId}/content`,
  api: 'core',
  summary: 'Get shared link content',
  since: '5.2',
  status: 200,
  rawAnswer: true,
  parameters: ATTACHMENT,
  run: async (call) => {
    const { link, request } = await opened(call);
    const view = await hiddenAs(link.id, nodeById({ ...call, request }, { id: link.objectUuid, selection: PLAIN }));
    requireFile(view);
    const content = { objectId: link.objectUuid, attachment: call.query.attachment };
    return hiddenAs(link.id, answerContent({ ...call, request }, content));
  },
});

const deleteSharedLink = operation({
  id: 'deleteSharedLink',
  method: 'DELETE',
  path: `${PATH}/{sharedId}`,
  api: 'core',
  summary: 'Delete a shared link',
  since: '5.2',
  status: 204,
  run: async ({ repository, request, path }) => {
    const id = path['sharedId'] ?? '';
    try {
      await repository.deleteLink(request, id);
    } catch (error) {
      throw error instanceof CmisError && error.code === 'objectNotFound' ? entityNotFound(id.slice(0, 200)) : error;
    }
    return nothing;
  },
});

export const SHARED_LINKS: readonly Operation[] = [
  createSharedLink,
  listSharedLinks,
  getSharedLink,
  getSharedLinkContent,
  deleteSharedLink,
];
