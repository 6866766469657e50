import { CmisError } from '../../model/errors';

/**
 * An id as clients give it, taken apart. `label` names a version (`1.0`) or the working copy (`pwc`); without one a
 * document's newest version is meant.
 */
export interface ObjectId {
  readonly uuid: string;
  readonly label?: { readonly major: number; readonly minor: number } | 'pwc';
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NODE_REF = /^workspace:\/\/SpacesStore\//;
const LABEL = /^(\d{1,9})\.(\d{1,9})$/;

/** Reads `{uuid}`, `{uuid};{label}`, `{uuid};pwc`, and node references of these; undefined for what cannot be an id. */
export function parseObjectId(text: string): ObjectId | undefined {
  const bare = text.replace(NODE_REF, '');
  const cut = bare.lastIndexOf(';');
  const uuid = (cut < 0 ? bare : bare.slice(0, cut)).toLowerCase();
  if (!UUID.test(uuid)) return undefined;
  if (cut < 0) return { uuid };
  const label = bare.slice(cut + 1);
  if (label.toLowerCase() === 'pwc') return { uuid, label: 'pwc' };
  const parts = LABEL.exec(label);
  if (!parts) return undefined;
  return { uuid, label: { major: Number(parts[1]), minor: Number(parts[2]) } };
}

/** As `parseObjectId`. @throws CmisError `invalidArgument` when empty, `objectNotFound` when it cannot be an id of this repository. */
export function requireObjectId(text: string | undefined, parameter = 'objectId'): ObjectId {
  if (text === undefined || text === '') throw new CmisError('invalidArgument', `'${parameter}' is missing.`);
  const id = parseObjectId(text);
  if (!id) throw new CmisError('objectNotFound', `There is no object '${text}'.`);
  return id;
}
