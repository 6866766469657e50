/** Pictures of people; reference: Alfresco's `/people/{personId}/avatar`. */
import { sendContent } from '../../http/content-response';
import { withStagedBody } from '../../http/staged-body';
import { CmisError } from '../../model/errors';
import { ApiError, badRequest, entityNotFound, unsupportedMediaType } from '../framework/api-error';
import { foundAs } from '../framework/not-found';
import { entry, nothing, operation, sent, type Operation } from '../framework/operation';
import { flagParameter } from '../framework/parameters';
import { isForm } from '../framework/request-body';
import { ATTACHMENT } from '../nodes/content';
import { contentLimit } from '../nodes/upload-node';
import { personEntry, WITH_CAPABILITIES } from '../people/person-entry';
import { personIdOf } from '../people/person-id';
import { pictureAnswer } from '../renditions/placeholder';
import { NOBODY } from './nobody';

const PATH = '/people/{personId}/avatar';

const getAvatarImage = operation({
  id: 'getAvatarImage',
  method: 'GET',
  path: PATH,
  api: 'core',
  summary: 'Get avatar image',
  since: '5.2.2',
  status: 200,
  rawAnswer: true,
  parameters: {
    ...ATTACHMENT,
    placeholder: flagParameter('Whether a picture for everybody is answered where the person has none'),
  },
  run: async ({ repository, request, path, query, req, res }) => {
    const id = personIdOf(request, path['personId']);
    const avatar = await foundAs(id, repository.getAvatar(request, id));
    if (!avatar && query.placeholder !== true) throw entityNotFound(id.slice(0, 200));
    const content = avatar ?? pictureAnswer('avatar', NOBODY);
    await sendContent(req, res, {
      content,
      download: query.attachment === false ? 'inline' : 'attachment',
      detailed: true,
    });
    return sent;
  },
});

const updateAvatarImage = operation({
  id: 'updateAvatarImage',
  method: 'PUT',
  path: PATH,
  api: 'core',
  summary: 'Update avatar image',
  since: '5.2.2',
  status: 200,
  answers: 'Person',
  rawBody: true,
  run: async ({ parts, repository, request, path, req }) => {
    if (isForm(req)) throw unsupportedMediaType('The picture itself is expected, not multipart/form-data');
    const id = personIdOf(request, path['personId']);
    await foundAs(id, repository.getPerson(request, id));
    await withStagedBody(req, parts.forms.staging, {
      onFailure: contentLimit,
      use: async (picture) => {
        if (picture.length === 0) throw badRequest('The picture is missing');
        await repository.setAvatar(request, { person: id, picture }).catch((error: unknown) => {
          throw error instanceof CmisError && error.code === 'notSupported' ? new ApiError(501, error.message) : error;
        });
      },
    });
    return entry(personEntry(await repository.getPerson(request, id), WITH_CAPABILITIES));
  },
});

const deleteAvatarImage = operation({
  id: 'deleteAvatarImage',
  method: 'DELETE',
  path: PATH,
  api: 'core',
  summary: 'Delete avatar image',
  since: '5.2.2',
  status: 204,
  run: async ({ repository, request, path }) => {
    const id = personIdOf(request, path['personId']);
    await foundAs(id, repository.removeAvatar(request, id));
    return nothing;
  },
});

export const AVATARS: readonly Operation[] = [getAvatarImage, updateAvatarImage, deleteAvatarImage];
