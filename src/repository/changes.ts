import { createHmac, timingSafeEqual } from 'node:crypto';
import { invalidArgument } from '../model/errors';
import type { PrimaryType } from '../model/type-definition';
import type { TypeRegistry } from '../model/type-registry';
import { aclView } from './access/acl';
import { requireObjectId } from './values/object-id';
import type { ObjectSelection } from './values/object-view';
import type { ChangeEventView, ChangesPage } from './contract/change-view';
import type { ChangeEvent } from './storage/changes';
import type { ReadUnit, RepositoryRow } from './storage/storage';
import type { StoredObject } from './values/stored-object';

const MAC_LENGTH = 16;
/** Each event brings all that its object was; clients that ask for more get this many at a time. */
const MAX_EVENTS = 2_000;

function signed(repository: RepositoryRow, text: string): string {
  const mac = createHmac('sha256', repository.secret).update(`change ${text}`).digest('hex');
  return `${text}.${mac.slice(0, MAC_LENGTH)}`;
}

/**
 * The token of an event as clients see it, signed so that nobody can walk through events that are not theirs. `beyond`:
 * how many events after it have been looked at already, none of which the client sees.
 */
export function changeLogToken(repository: RepositoryRow, token: number, beyond = 0): string {
  return signed(repository, beyond > 0 ? `${token}-${beyond}` : String(token));
}

interface Position {
  readonly from: number;
  readonly after: number;
}

const TOKEN = /^(\d{1,15})(?:-(\d{1,15}))?\.[0-9a-f]+$/;

/** @throws CmisError `invalidArgument` for a token that this repository never gave. */
function parseToken(repository: RepositoryRow, text: string): Position {
  const [, token, beyond] = TOKEN.exec(text) ?? [];
  if (token !== undefined) {
    const from = Number(token);
    const expected = Buffer.from(changeLogToken(repository, from, Number(beyond ?? 0)));
    const given = Buffer.from(text);
    const known = given.length === expected.length && timingSafeEqual(given, expected);
    if (known) return { from, after: from + Number(beyond ?? 0) };
  }
  throw invalidArgument(`'${text}' is not a change log token of this repository.`);
}

export interface GetContentChanges {
  readonly changeLogToken?: string;
  readonly maxItems: number;
  readonly includeProperties: boolean;
  readonly includePolicyIds: boolean;
  readonly includeACL: boolean;
  readonly filter?: ObjectSelection['filter'];
}

/**
 * getContentChanges, CMIS 1.1 §2.2.6.2. A token means the last event that was returned, which comes first again; bare
 * when the caller may not see its object any more. Without a token the log begins at its first event.
 */
export async function getContentChanges(uow: ReadUnit, input: GetContentChanges): Promise<ChangesPage> {
  const given = input.changeLogToken;
  const position = given === undefined || given === '' ? undefined : parseToken(uow.repository, given);
  const page = await uow.changes.since({ ...position, maxItems: Math.min(input.maxItems, MAX_EVENTS) });
  const from = position?.from ?? 0;
  if (from > 0 && from < page.firstToken)
    throw invalidArgument(`The change log no longer holds the event of '${given}'.`);
  const last = page.events.at(-1)?.token ?? from;
  const policies = input.includePolicyIds ? await visiblePolicies(uow, page.events) : NONE;
  return {
    events: page.events.map((event) => viewOfEvent(uow, event, { ...input, policies })),
    hasMoreItems: page.hasMoreItems,
    latestChangeLogToken: changeLogToken(uow.repository, last, page.scannedTo - last),
  };
}

const NONE: ReadonlySet<string> = new Set();

/** Ids of the policies of these events that the caller may see; of gone ones administrators are told. */
async function visiblePolicies(uow: ReadUnit, events: readonly ChangeEvent[]): Promise<ReadonlySet<string>> {
  const ids = new Set(events.flatMap(({ info }) => info.policyIds ?? []));
  if (uow.caller.admin || ids.size === 0) return ids;
  const seen = await uow.objects.byIds([...ids].map((id) => requireObjectId(id)));
  return new Set(seen.map(({ id }) => id));
}

function viewOfEvent(
  uow: ReadUnit,
  event: ChangeEvent,
  input: GetContentChanges & { readonly policies: ReadonlySet<string> },
): ChangeEventView {
  const base = { changeType: event.kind, changeTime: event.at, objectId: event.objectId };
  const object = event.visible ? remembered(uow.types, event) : undefined;
  if (!object) return base;
  const { policyIds } = event.info;
  return {
    ...base,
    view: {
      object,
      ...(input.includeACL && event.info.aces && { acl: aclView(event.info.aces) }),
      ...(input.includePolicyIds && policyIds && { policyIds: policyIds.filter((id) => input.policies.has(id)) }),
    },
  };
}

/** The object as the event remembers it; undefined when its type is gone. */
function remembered(types: TypeRegistry, event: ChangeEvent): StoredObject | undefined {
  const type = types.find(event.info.typeId);
  if (!type || type.baseId === 'cmis:secondary') return undefined;
  return rememberedAs(types, event, type);
}

function rememberedAs(types: TypeRegistry, { objectId, info }: ChangeEvent, type: PrimaryType): StoredObject {
  const { properties } = info;
  const text = (id: string): string => String(properties[id] ?? '');
  const secondary = properties['cmis:secondaryObjectTypeIds'];
  const secondaryIds = Array.isArray(secondary) ? (secondary as readonly string[]) : [];
  return {
    key: 0,
    uuid: objectId.split(';')[0] ?? objectId,
    series: text('cmis:versionSeriesId') || (objectId.split(';')[0] ?? objectId),
    id: objectId,
    type,
    secondaryTypes: secondaryIds.flatMap((id) => types.findSecondary(id) ?? []),
    name: text('cmis:name'),
    owner: '',
    createdBy: text('cmis:createdBy'),
    created: Number(properties['cmis:creationDate'] ?? 0),
    modifiedBy: text('cmis:lastModifiedBy'),
    modified: Number(properties['cmis:lastModificationDate'] ?? 0),
    changeToken: Number(properties['cmis:changeToken'] ?? 0),
    isRoot: properties['cmis:path'] === '/',
    immutable: false,
    retained: false,
    properties,
    access: 0,
    remembered: properties,
  };
}
