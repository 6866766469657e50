/** Types: entries, children, descendants, and what clients make of them. CMIS 1.1 §3.8.5, §3.10.6, §3.11.1. */
import { CmisError, invalidArgument } from '../../model/errors';
import type { TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { Page, PageRequest, Tree } from '../../repository/values/object-view';
import { typesOf10 } from '../cmis-1-0';
import { booleanParameter, depthParameter, pageRequest, requiredParameter, textParameter } from '../parameters';
import { readType } from '../xml/type-reader';
import { sendNothing, sendPieces, sendType, typeLocation } from './answers';
import type { Call } from './call';
import { typeEntry } from './entries';
import { requireType, withEntry } from './entry-reader';
import { feedDocument, nestedEntries, numItems, pageLinks, withArguments, type FeedHead } from './feeds';
import { link, MEDIA_TYPES, typeAddress } from './links';
import { acceptsEntries } from './object-feeds';

/** GET of a type; CMIS 1.1 §3.11.1.1. */
export async function getType(call: Call): Promise<void> {
  const typeId = requiredParameter(call.query, 'id');
  await sendType(call, await definition(call, typeId), { status: 200 });
}

async function definition(call: Call, typeId: string): Promise<TypeDefinition> {
  if (call.version === '1.1') return call.repository.getTypeDefinition(call.request, typeId);
  return requireIn10(await view10(call), typeId);
}

/** What 1.0 shows is worked out here, from the types that the process knows. */
const view10 = async (call: Call): Promise<TypeRegistry> =>
  typesOf10(await call.repository.types(call.request), call.request.dialect);

function requireIn10(view: TypeRegistry, typeId: string): TypeDefinition {
  const type = view.find(typeId);
  if (!type) throw new CmisError('objectNotFound', `There is no type '${typeId}'.`);
  return type;
}

/** GET of the types right below a type, or of the base types, a feed; CMIS 1.1 §3.8.5. */
export async function getTypeChildren(call: Call): Promise<void> {
  const typeId = textParameter(call.query, 'typeId');
  const page = pageRequest(call.query, call.parts.limits.typesDefaultMaxItems);
  const [children, about] = await Promise.all([
    childrenOf(call, typeId, page),
    typeId === undefined ? undefined : definition(call, typeId),
  ]);
  const paging = pageLinks({ address: `${call.base}/types`, query: call.query, page }, children);
  const head = headOf(call, about, paging);
  const extras = acceptsEntries(call, head.title) + numItems(children);
  const style = styleOf(call);
  await sendPieces(
    call,
    { type: MEDIA_TYPES.feed },
    feedDocument(
      { ...head, extras },
      children.items.map((type) => typeEntry(type, style)),
    ),
  );
}

async function childrenOf(call: Call, typeId: string | undefined, page: PageRequest): Promise<Page<TypeDefinition>> {
  if (call.version === '1.1') {
    return call.repository.getTypeChildren(call.request, { page, ...(typeId !== undefined && { typeId }) });
  }
  const view = await view10(call);
  if (typeId !== undefined) requireIn10(view, typeId);
  const all = view.children(typeId);
  const items = all.slice(page.skipCount, page.skipCount + page.maxItems);
  return { items, hasMoreItems: page.skipCount + items.length < all.length, numItems: all.length };
}

/** GET of all types below a type, level in level; CMIS 1.1 §3.10.6. */
export async function getTypeDescendants(call: Call): Promise<void> {
  const typeId = textParameter(call.query, 'typeId');
  const depth = depthParameter(call.query, call.parts.limits.typesDefaultDepth);
  const [trees, about] = await Promise.all([
    treesOf(call, typeId, depth),
    typeId === undefined ? undefined : definition(call, typeId),
  ]);
  const style = styleOf(call);
  const self = link('self', [withArguments(`${call.base}/typedesc`, call.query), MEDIA_TYPES.feed]);
  const nested = nestedEntries(trees, {
    entry: (type) => typeEntry(type, style),
    head: (type) => ({
      id: typeAddress(call.base, type.id),
      title: type.displayName,
      author: 'System',
      links: link('self', [`${call.base}/types?typeId=${encodeURIComponent(type.id)}`, MEDIA_TYPES.feed]),
    }),
  });
  await sendPieces(call, { type: MEDIA_TYPES.feed }, feedDocument(headOf(call, about, self), nested));
}

async function treesOf(
  call: Call,
  typeId: string | undefined,
  depth: number,
): Promise<readonly Tree<TypeDefinition>[]> {
  if (call.version === '1.1') {
    return call.repository.getTypeDescendants(call.request, { depth, ...(typeId !== undefined && { typeId }) });
  }
  const view = await view10(call);
  if (typeId !== undefined) requireIn10(view, typeId);
  // Without a type everything is meant, whatever the depth.
  return treeIn(view, typeId, typeId === undefined ? -1 : depth);
}

function treeIn(view: TypeRegistry, typeId: string | undefined, depth: number): readonly Tree<TypeDefinition>[] {
  return view.children(typeId).map((item) => ({ item, children: depth === 1 ? [] : treeIn(view, item.id, depth - 1) }));
}

function headOf(call: Call, about: TypeDefinition | undefined, links: string): FeedHead {
  const { base } = call;
  const service = link('service', [base, MEDIA_TYPES.service]);
  if (!about) return { id: `${base}/${call.resource}`, title: 'Types', author: 'System', links: service + links };
  const typeId = `?typeId=${encodeURIComponent(about.id)}`;
  const self = typeAddress(base, about.id);
  const parent = about.parentId === undefined ? '' : link('up', [typeAddress(base, about.parentId), MEDIA_TYPES.entry]);
  const others =
    call.resource === 'types'
      ? link('down', [`${base}/typedesc${typeId}`, MEDIA_TYPES.tree])
      : link('down', [`${base}/types${typeId}`, MEDIA_TYPES.feed]);
  const via = link('via', [self, MEDIA_TYPES.entry], { id: about.id });
  return { id: self, title: about.displayName, author: 'System', links: service + via + parent + others + links };
}

const styleOf = (call: Call) => ({
  base: call.base,
  version: call.version,
  includePropertyDefinitions: booleanParameter(call.query, 'includePropertyDefinitions', false),
  now: new Date().toISOString(),
});

/** @throws CmisError `notSupported` in 1.0, whose clients do not know types that change. */
function requireMutable(call: Call): void {
  if (call.version === '1.0') throw new CmisError('notSupported', 'Types cannot be changed through CMIS 1.0.');
}

/** POST of an entry that becomes a type; CMIS 1.1 §3.8.5. */
export function postType(call: Call): Promise<void> {
  requireMutable(call);
  const parentId = textParameter(call.query, 'typeId');
  return withEntry(call, async (entry) => {
    const type = readType(requireType(entry));
    if (parentId !== undefined && type.parentId !== undefined && type.parentId !== parentId) {
      throw invalidArgument(
        `The parent of the type is '${type.parentId}', but these are the children of '${parentId}'.`,
      );
    }
    const wanted = parentId === undefined ? type : { ...type, parentId };
    const created = await call.repository.createType(call.request, wanted);
    await sendType(call, created, { status: 201, headers: typeLocation(call, created) });
  });
}

/** PUT of a type as it shall be; CMIS 1.1 §3.11.1.2. */
export function putType(call: Call): Promise<void> {
  requireMutable(call);
  const typeId = requiredParameter(call.query, 'id');
  return withEntry(call, async (entry) => {
    const { id, propertyDefinitions } = readType(requireType(entry));
    if (id !== typeId)
      throw invalidArgument(`The type in the entry is '${id}', but this is the address of '${typeId}'.`);
    const updated = await call.repository.updateType(call.request, { id, propertyDefinitions });
    await sendType(call, updated, { status: 200, headers: typeLocation(call, updated) });
  });
}

/** DELETE of a type; CMIS 1.1 §3.11.1.3. */
export async function deleteType(call: Call): Promise<void> {
  requireMutable(call);
  await call.repository.deleteType(call.request, requiredParameter(call.query, 'id'));
  sendNothing(call, 204);
}
