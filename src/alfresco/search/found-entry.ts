import { versionLabel } from '../../repository/values/object-properties';
import type { SearchHit } from '../../repository/contract/search-request';
import type { Json } from '../framework/operation';

/** The entry of a node with where and how well it was found; versions go by their labels. */
export function foundEntry(node: Json, { object, score, highlight }: SearchHit): Json {
  const { version } = object;
  const isOld = version?.frozenKey !== undefined;
  return {
    ...node,
    ...(isOld && { id: versionLabel(version), nodeId: object.uuid }),
    search: { score, ...(highlight && highlight.length > 0 && { highlight }) },
    location: isOld ? 'versions' : 'nodes',
  };
}
