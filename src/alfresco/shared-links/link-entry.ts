import type { SharedLink } from '../../repository/storage/favourites';
import type { ObjectView } from '../../repository/values/object-view';
import { dateText } from '../framework/dates';
import type { Call, Json } from '../framework/operation';
import { nodeEntries } from '../nodes/entries';

interface Shown {
  readonly links: readonly (SharedLink & { readonly view: ObjectView })[];
  readonly wanted: ReadonlySet<string>;
  /** Strangers see names of people, not their ids, and nothing of where the document is. */
  readonly forStrangers: boolean;
}

const FOR_STRANGERS = new Set<string>();

/** Shared links as entries show them. At most three statements. */
export async function linkEntries(
  call: Pick<Call, 'repository' | 'request'>,
  { links, wanted, forStrangers }: Shown,
): Promise<readonly Json[]> {
  const nodes = await nodeEntries(
    call,
    { views: links.map(({ view }) => view) },
    forStrangers ? FOR_STRANGERS : wanted,
  );
  const names = await call.repository.getDisplayNames(call.request, [
    ...new Set(links.map(({ sharer }) => sharer.name)),
  ]);
  const user = (value: unknown): unknown => (forStrangers ? { ...(value as Json), id: undefined } : value);
  return links.map(({ id, sharer, expires, view: { object } }, index) => {
    const node = nodes[index] ?? {};
    return {
      id,
      nodeId: object.uuid,
      name: object.name,
      title: object.properties['cm:title'],
      description: object.properties['cm:description'],
      content: node['content'],
      modifiedAt: node['modifiedAt'],
      modifiedByUser: user(node['modifiedByUser']),
      sharedByUser: user({ id: sharer.name, displayName: names.get(sharer.name) ?? sharer.name }),
      ...(expires !== undefined && { expiresAt: dateText(expires) }),
      path: node['path'],
      properties: node['properties'],
      aspectNames: node['aspectNames'],
      isFavorite: node['isFavorite'],
      ...(wanted.has('allowableOperations') &&
        !forStrangers && {
          allowableOperationsOnTarget: node['allowableOperations'],
          allowableOperations: mayDelete(call, sharer.name, node) ? ['delete'] : undefined,
        }),
    };
  });
}

function mayDelete({ request }: Pick<Call, 'request'>, sharer: string, node: Json): boolean {
  const allowed = node['allowableOperations'];
  return sharer === request.caller.name || (Array.isArray(allowed) && allowed.includes('update'));
}
