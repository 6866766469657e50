import { ApiError, forbidden } from '../framework/api-error';
import { nothing, operation } from '../framework/operation';
import { flagParameter } from '../framework/parameters';
import { PLAIN } from '../../repository/values/object-view';
import { isSpecial } from './node-entry';
import { nodeById, nodeIdOf } from './node-id';

export const deleteNode = operation({
  id: 'deleteNode',
  method: 'DELETE',
  path: '/nodes/{nodeId}',
  api: 'core',
  summary: 'Delete a node',
  since: '5.2',
  status: 204,
  parameters: {
    permanent: flagParameter('Whether the node goes for good; only its owner and administrators may say so'),
  },
  run: async (call) => {
    const { path, query, repository, request } = call;
    const id = await nodeIdOf(call, path['nodeId']);
    const { object } = await nodeById(call, { id, selection: PLAIN });
    if (isSpecial(repository.knownTypes(), object)) throw forbidden(`Cannot delete: ${id}`);
    const final = query.permanent === true;
    if (object.type.baseId !== 'cmis:folder') {
      await repository.deleteObject(request, { objectId: id, allVersions: true, final });
      return nothing;
    }
    const left = await repository.deleteTree(request, {
      folderId: id,
      allVersions: true,
      unfileObjects: 'deletesinglefiled',
      continueOnFailure: false,
      final,
    });
    if (left.length > 0)
      throw new ApiError(403, `Something in it may not be deleted: ${id}`, 'framework.exception.PermissionDenied');
    return nothing;
  },
});
