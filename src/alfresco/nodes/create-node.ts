import { Readable } from 'node:stream';
import type { TypeRegistry } from '../../model/type-registry';
import type { Request } from '../../repository/contract/request';
import type { StagedContent } from '../../repository/contract/new-object';
import { badRequest } from '../framework/api-error';
import { created, operation, type Call } from '../framework/operation';
import { flagParameter, textParameter, type Parameters } from '../framework/parameters';
import { ignored, listOf, object, required, text, values } from '../framework/shapes';
import { asksForVersions, ASKED_FOR, secondaryTypeIds } from './aspect-input';
import { associate, requireContains } from './association-input';
import { nodeEntries, selectionFor, wantedOfOne } from './entries';
import { NODE_INCLUDES } from './get-node';
import { folderIdOf, nodeById } from './node-id';
import { againOnClash, creatableType, makeNode, mimeTypeOf, type NewNode } from './new-node';
import { PERMISSIONS_BODY, rightsOf } from './permission-input';
import { propertyChanges } from './property-input';
import { withTypes } from './types';
import { UPLOAD_FORM, uploadNode } from './upload-node';

const BODY = object({
  name: text(),
  nodeType: text(),
  aspectNames: listOf(text()),
  properties: values(),
  permissions: PERMISSIONS_BODY,
  relativePath: text(),
  association: object({ assocType: text() }),
  secondaryChildren: listOf(object({ childId: required(text()), assocType: text() })),
  targets: listOf(object({ targetId: required(text()), assocType: required(text()) })),
  definition: ignored(),
});
type Body = NonNullable<ReturnType<typeof BODY.read>>;

export const createNode = operation({
  id: 'createNode',
  method: 'POST',
  path: '/nodes/{nodeId}/children',
  api: 'core',
  summary: 'Create a node',
  since: '5.2',
  status: 201,
  answers: 'Node',
  parameters: {
    ...NODE_INCLUDES,
    autoRename: flagParameter('Whether a node whose name is taken gets a number'),
    majorVersion: flagParameter('Whether the first version of a file is 1.0, not 0.1'),
    versioningEnabled: flagParameter('Whether a file has versions'),
    comment: textParameter('Of the first version'),
  },
  example: { name: 'A new folder', nodeType: 'cm:folder' },
  body: BODY,
  many: true,
  upload: uploadNode,
  form: UPLOAD_FORM,
  run: async (call) => {
    const parentId = await folderIdOf(call);
    const bodies = call.bodies.flatMap((body) => body ?? []);
    const ids = await makeAll(call, parentId, bodies);
    const wanted = wantedOfOne(call.query.include);
    const views = await Promise.all(ids.map((id) => nodeById(call, { id, selection: selectionFor(wanted) })));
    return created(await nodeEntries(call, { views }, wanted));
  },
});

interface Query {
  readonly autoRename: boolean | undefined;
  readonly majorVersion: boolean | undefined;
  readonly versioningEnabled: boolean | undefined;
  readonly comment: string | undefined;
}

async function makeAll(
  call: Call<Parameters, unknown, Request> & { readonly query: Query },
  parentId: string,
  bodies: readonly Body[],
): Promise<readonly string[]> {
  const { repository, request, parts, query } = call;
  const staged: StagedContent[] = [];
  try {
    const ids = await withTypes(call, async (types) => {
      const nodes: NewNode[] = [];
      for (const body of bodies) {
        const node = await nodeOf(call, body, types);
        const isFile = node.type.baseId === 'cmis:document' && node.type.contentStreamAllowed !== 'notallowed';
        if (!isFile) nodes.push(node);
        else {
          // A file without content is an empty one.
          const bytes = await parts.forms.staging.stage(Readable.from([]));
          const content = await repository.withWords({ ...bytes, mimeType: mimeTypeOf(node.name) }, node.name);
          staged.push(content);
          nodes.push({ ...node, content });
        }
      }
      const mayClash = query.autoRename === true || nodes.some(({ relativePath }) => relativePath !== undefined);
      return againOnClash(mayClash, () =>
        repository.together(request, async (operations) => {
          const made: string[] = [];
          for (const [index, node] of nodes.entries()) {
            const id = await makeNode(operations, parentId, node);
            await associate(operations, id, { ...bodies[index], types });
            made.push(id);
          }
          return made;
        }),
      );
    });
    return ids;
  } finally {
    for (const { key } of staged) parts.forms.staging.releaseSoon(key);
  }
}

async function nodeOf(
  call: Call<Parameters, unknown, Request> & { readonly query: Query },
  body: Body,
  types: TypeRegistry,
): Promise<NewNode> {
  const { name, nodeType, association, relativePath } = body;
  if (name === undefined) throw badRequest('Node name is expected: name');
  if (nodeType === undefined) throw badRequest('Node type is expected: nodeType');
  requireContains(association?.assocType);
  const type = creatableType(types, nodeType);
  const rights = await rightsOf(call, body.permissions);
  const { majorVersion, versioningEnabled, comment, autoRename } = call.query;
  const aspects = body.aspectNames ?? [];
  const isVersioned =
    versioningEnabled ?? (majorVersion !== undefined || comment !== undefined || asksForVersions(type, aspects));
  return {
    name,
    type,
    secondaryTypeIds: secondaryTypeIds(types, aspects, ASKED_FOR),
    properties: propertyChanges({ types, properties: body.properties }),
    relativePath,
    autoRename: autoRename === true && type.baseId !== 'cmis:item',
    ...(isVersioned && { version: { major: majorVersion ?? true, ...(comment !== undefined && { comment }) } }),
    ...(rights && { rights }),
  };
}
