/** Uploading a file as a form: its parts may come in any order, its bytes never lie in memory. */
import { withForm } from '../../http/form';
import type { Form, FormContent } from '../../http/submitted-form';
import { CmisError } from '../../model/errors';
import type { TypeRegistry } from '../../model/type-registry';
import { PLAIN } from '../../repository/values/object-view';
import type { Operations } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import { badRequest, conflict, tooLarge, unsupportedMediaType } from '../framework/api-error';
import { created, type Answer, type Call } from '../framework/operation';
import type { JsonValue, ShapeDescription } from '../framework/shapes';
import { ASKED_FOR, secondaryTypeIds } from './aspect-input';
import { nodeEntryOf, selectionFor, wantedOfOne } from './entries';
import { folderIdOf, nodeById } from './node-id';
import { againOnClash, childOf, creatableType, folderBelow, makeNode, mimeTypeOf, type NewNode } from './new-node';
import { propertyChanges } from './property-input';
import { askForRenditions, renditionNames } from './upload-renditions';
import { withTypes } from './types';

interface UploadCall extends Pick<Call, 'parts' | 'repository' | 'path' | 'req'> {
  readonly request: Request;
  readonly query: { readonly include: ReadonlySet<string> };
}

/** Left empty where people do not say more. */
const optionalText: ShapeDescription = { type: 'string', example: '' };

/** Controls with a colon in their names are properties, of which these are but two. */
export const UPLOAD_FORM: ShapeDescription = {
  type: 'object',
  required: ['filedata'],
  properties: {
    filedata: { type: 'string', format: 'binary' },
    name: optionalText,
    relativePath: optionalText,
    nodeType: optionalText,
    aspectNames: optionalText,
    'cm:title': optionalText,
    'cm:description': optionalText,
    autoRename: { type: 'boolean', default: false },
    overwrite: { type: 'boolean', default: false },
    majorVersion: { type: 'boolean', default: true },
    versioningEnabled: { type: 'boolean', default: true },
    comment: optionalText,
  },
};

/**
 * Makes a document of a form's file, or with `overwrite` a version of the one that has the name; the answer shows it.
 * @throws ApiError 400 for a form that cannot be read; 409 when the name is taken.
 */
export async function uploadNode(call: UploadCall): Promise<Answer> {
  const parentId = await folderIdOf(call);
  const id = await withUpload(call, async (form) => {
    const renditions = renditionNames(fieldsOf(form).text('renditions'));
    const made = await upload(call, { parentId, form });
    await askForRenditions(call, made, renditions);
    return made;
  });
  const wanted = wantedOfOne(call.query.include);
  const view = await nodeById(call, { id, selection: selectionFor(wanted) });
  return created([await nodeEntryOf(call, view, wanted)]);
}

async function withUpload<T>({ parts, req }: UploadCall, use: (form: Form) => Promise<T>): Promise<T> {
  if (!/;\s*boundary\s*=/i.test(req.headers['content-type'] ?? '')) {
    throw unsupportedMediaType('The multipart body has no boundary');
  }
  let isRead = false;
  try {
    return await withForm(req, { ...parts.forms, contentControl: 'filedata', mayRepeat: true }, (form) => {
      isRead = true;
      return use(form);
    });
  } catch (error) {
    throw isRead ? error : contentLimit(error);
  }
}

/** Only its size is held against content before anything is done with it. */
export const contentLimit = (error: unknown): unknown =>
  error instanceof CmisError && error.code === 'constraint' ? tooLarge(error.message) : error;

/** Returns the uuid of the node. */
function upload(
  call: UploadCall,
  { parentId, form }: { readonly parentId: string; readonly form: Form },
): Promise<string> {
  const fields = fieldsOf(form);
  const { content } = form;
  const name = fields.text('name') ?? content?.fileName;
  if (!content || name === undefined || name === '') throw badRequest('Required parameters are missing');
  const [overwrite, autoRename] = [fields.isTrue('overwrite'), fields.isTrue('autorename')];
  if (overwrite && autoRename) throw badRequest('Both autoRename and overwrite should not be true');
  return withTypes(call, async (types) => {
    const node = await nodeOf(call, { types, fields, name, content, autoRename });
    return againOnClash(autoRename || overwrite || node.relativePath !== undefined, () =>
      call.repository.together(call.request, async (operations) => {
        const existing = overwrite ? await existingFile(operations, parentId, node) : undefined;
        if (existing === undefined) return makeNode(operations, parentId, node);
        await writeOver(operations, existing, { node, major: fields.isTrue('majorversion') });
        return existing;
      }),
    );
  });
}

interface Fields {
  /** Of the first control of this name, in lower case; undefined when empty. */
  text(name: string): string | undefined;
  isTrue(name: string): boolean;
  /** Controls with a colon in their names: properties. */
  readonly properties: Readonly<Record<string, JsonValue>>;
}

function fieldsOf(form: Form): Fields {
  const texts = new Map<string, string>();
  const properties = new Map<string, string[]>();
  for (const { name, value } of form.fields) {
    if (name.includes(':')) properties.set(name, [...(properties.get(name) ?? []), value]);
    else if (!texts.has(name.toLowerCase())) texts.set(name.toLowerCase(), value);
  }
  const text = (name: string): string | undefined => texts.get(name) || undefined;
  const valueOf = (values: readonly string[]): JsonValue => {
    const set = values.filter((value) => value !== 'null');
    return set.length > 1 ? set : (set[0] ?? null);
  };
  return {
    text,
    isTrue: (name) => text(name)?.trim().toLowerCase() === 'true',
    properties: Object.fromEntries([...properties].map(([name, values]) => [name, valueOf(values)])),
  };
}

interface Sent {
  readonly types: TypeRegistry;
  readonly fields: Fields;
  readonly name: string;
  readonly content: FormContent;
  readonly autoRename: boolean;
}

async function nodeOf(
  { repository }: UploadCall,
  { types, fields, name, content, autoRename }: Sent,
): Promise<NewNode> {
  const type = creatableType(types, fields.text('nodetype') ?? 'cm:content');
  if (type.baseId !== 'cmis:document')
    throw badRequest(`Can only upload type of cm:content: ${fields.text('nodetype') ?? ''}`);
  const aspects = (fields.text('aspectnames') ?? '')
    .split(',')
    .map((aspect) => aspect.trim())
    .filter((aspect) => aspect !== '');
  const isVersioned = fields.text('versioningenabled')?.trim().toLowerCase() !== 'false';
  const comment = fields.text('comment');
  const { key, length, sha256 } = content;
  const mimeType = mimeTypeOf(name, content.mimeType);
  return {
    name,
    type,
    secondaryTypeIds: secondaryTypeIds(types, aspects, ASKED_FOR),
    properties: propertyChanges({ types, properties: fields.properties }),
    relativePath: fields.text('relativepath'),
    autoRename,
    content: await repository.withWords({ key, length, sha256, mimeType }, name),
    ...(isVersioned && {
      version: {
        major: fields.text('majorversion') === undefined || fields.isTrue('majorversion'),
        ...(comment !== undefined && { comment }),
      },
    }),
  };
}

/** The file that has the name; undefined when nothing has it. @throws ApiError 409 when it may not be written over. */
async function existingFile(operations: Operations, parentId: string, node: NewNode): Promise<string | undefined> {
  const folderId = await folderBelow(operations, parentId, node.relativePath);
  const { object: folder } = await operations.getObject({ objectId: folderId, selection: PLAIN });
  const found = await childOf(operations, folder.path ?? '/', node.name);
  if (!found) return undefined;
  const { version, uuid } = found.object;
  if (!version?.versioned || version.isWorkingCopy) throw conflict(`${node.name} already exists.`);
  return uuid;
}

/** A new version, a minor one unless the client asks for a major one. */
async function writeOver(
  operations: Operations,
  objectId: string,
  { node, major }: { readonly node: NewNode; readonly major: boolean },
): Promise<void> {
  const comment = node.version?.comment;
  if (node.content) {
    const version = { major, ...(comment !== undefined && { comment }) };
    await operations.setContentStream({ objectId, content: node.content, overwriteFlag: true, version });
  }
  if (Object.keys(node.properties).length > 0)
    await operations.updateProperties({ objectId, properties: node.properties });
}
