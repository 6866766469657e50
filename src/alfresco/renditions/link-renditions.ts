/**
 * Renditions of what is shared by a link, for whoever knows the link: those that are made. Reference: Alfresco's
 * `/shared-links/{sharedId}/renditions`.
 */
import { openOperation, type Operation } from '../framework/operation';
import { hiddenAs, opened, type OpenCall } from '../shared-links/open-link';
import { ATTACHMENT } from '../nodes/content';
import { answerRendition, answerRenditionContent, answerRenditions, WHERE, type Place } from './rendition-answers';

const PATH = '/shared-links/{sharedId}/renditions';
const ONLY_MADE = { onlyMade: true } as const;

/** By the rights of who shared it; what that person may not read any more is not there. */
async function fromLink<T>(call: OpenCall, answer: (place: Place) => Promise<T>): Promise<T> {
  const { link, request } = await opened(call);
  return hiddenAs(link.id, answer({ request, objectId: link.objectUuid }));
}

const listSharedLinkRenditions = openOperation({
  id: 'listSharedLinkRenditions',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'List renditions for a shared link: those that are made',
  since: '5.2',
  status: 200,
  answers: 'Rendition',
  isList: true,
  parameters: WHERE,
  run: (call) => fromLink(call, (place) => answerRenditions(call, place, { ...ONLY_MADE, given: call.query.where })),
});

const getSharedLinkRendition = openOperation({
  id: 'getSharedLinkRendition',
  method: 'GET',
  path: `${PATH}/{renditionId}`,
  api: 'core',
  summary: 'Get shared link rendition information',
  since: '5.2',
  status: 200,
  answers: 'Rendition',
  run: (call) => fromLink(call, (place) => answerRendition(call, place, ONLY_MADE)),
});

const getSharedLinkRenditionContent = openOperation({
  id: 'getSharedLinkRenditionContent',
  method: 'GET',
  path: `${PATH}/{renditionId}/content`,
  api: 'core',
  summary: 'Get shared link rendition content',
  since: '5.2',
  status: 200,
  rawAnswer: true,
  parameters: ATTACHMENT,
  run: (call) => fromLink(call, (place) => answerRenditionContent(call, place, call.query)),
});

export const LINK_RENDITIONS: readonly Operation[] = [
  listSharedLinkRenditions,
  getSharedLinkRendition,
  getSharedLinkRenditionContent,
];
