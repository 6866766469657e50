/** The rights that a client wants a node to have. */
import { PERMISSION_BITS, type Ace } from '../../model/permissions';
import type { SetRights } from '../../repository/contract/set-rights';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import { badRequest } from '../framework/api-error';
import { flag, ignored, listOf, object, oneOf, text } from '../framework/shapes';
import { own } from '../../model/own';

const ENTRY = object({
  authorityId: text(),
  name: text(),
  accessStatus: oneOf(['ALLOWED', 'DENIED']),
  authorityDisplayName: ignored(),
});

export const PERMISSIONS_BODY = object({
  isInheritanceEnabled: flag(),
  locallySet: listOf(ENTRY),
  inherited: listOf(ENTRY),
  settable: ignored(),
});

export type PermissionsInput = NonNullable<ReturnType<typeof PERMISSIONS_BODY.read>>;

/** Names that are shown for CMIS's basic permissions. */
const BASIC: Readonly<Record<string, string>> = { Read: 'cmis:read', Write: 'cmis:write', All: 'cmis:all' };

/**
 * What the core is to set; undefined when nothing is. Local entries replace those that there are.
 * @throws ApiError 400 for entries that are not complete, repeated, or name what is not there.
 */
export async function rightsOf(
  { repository, request }: { readonly repository: Repository; readonly request: Request },
  input: PermissionsInput | undefined,
): Promise<Omit<SetRights, 'objectId'> | undefined> {
  if (!input) return undefined;
  const { locallySet, inherited, isInheritanceEnabled } = input;
  if (inherited && inherited.length > 0)
    throw badRequest(`Cannot set permissions on this node - 'inherited' is not settable`);
  const aces = locallySet && readEntries(locallySet);
  if (aces) {
    const names = [...new Set(aces.map(({ principalId }) => principalId))];
    const known = await repository.getExistingAuthorities(request, names);
    const unknown = names.find((name) => !known.has(name));
    if (unknown !== undefined) {
      throw badRequest(`Cannot set permissions on this node - unknown authority: ${unknown.slice(0, 200)}`);
    }
  }
  if (!aces && isInheritanceEnabled === undefined) return undefined;
  return { ...(aces && { aces }), ...(isInheritanceEnabled !== undefined && { inherits: isInheritanceEnabled }) };
}

function readEntries(entries: NonNullable<PermissionsInput['locallySet']>): readonly Ace[] {
  const seen = new Set<string>();
  return entries.map(({ authorityId, name, accessStatus }) => {
    if (authorityId === undefined) throw badRequest('Cannot set permissions on this node - authorityId is missing');
    if (name === undefined) throw badRequest('Cannot set permissions on this node - name is missing');
    if (accessStatus === 'DENIED') {
      throw badRequest(
        `Cannot set permissions on this node - rights are only given here, not denied: ${authorityId.slice(0, 200)}`,
      );
    }
    const permission = own(BASIC, name) ?? name;
    if (!Object.hasOwn(PERMISSION_BITS, permission) || (name.startsWith('cmis:') && own(BASIC, name) === undefined)) {
      throw badRequest(`Cannot set permissions on this node - unknown access level: ${name.slice(0, 100)}`);
    }
    const key = `${authorityId} ${permission}`;
    if (seen.has(key)) {
      throw badRequest(
        `Duplicate node permissions, there is more than one permission with the same authority '${authorityId.slice(0, 200)}' and name '${name}'`,
      );
    }
    seen.add(key);
    return { principalId: authorityId, permissions: [permission], direct: true };
  });
}
