import { CmisError } from '../../model/errors';
import { PERMISSION_BITS } from '../../model/permissions';
import { own } from '../../model/own';

/*
 * CMIS shows Alfresco's permissions under long names, `{model namespace}class.Name`; clients may write those or the bare
 * name, of which only what follows the last dot counts.
 */
const CONTENT = '{http://www.alfresco.org/model/content/1.0}cmobject';
const SITE = '{http://www.alfresco.org/model/site/1.0}site';
const SYSTEM = '{http://www.alfresco.org/model/system/1.0}base';
const LOCKABLE = '{http://www.alfresco.org/model/content/1.0}lockable';

const CLASS_OF: Readonly<Record<string, string>> = {
  Consumer: CONTENT,
  Contributor: CONTENT,
  Editor: CONTENT,
  Collaborator: CONTENT,
  Coordinator: CONTENT,
  Administrator: CONTENT,
  SiteConsumer: SITE,
  SiteContributor: SITE,
  SiteCollaborator: SITE,
  SiteManager: SITE,
  CheckOut: LOCKABLE,
  CheckIn: LOCKABLE,
  CancelCheckOut: LOCKABLE,
};

const BASIC_SPELLINGS: Readonly<Record<string, string>> = { Read: 'cmis:read', Write: 'cmis:write', All: 'cmis:all' };

/** How CMIS shows a permission, a key of `PERMISSION_BITS`. */
export function permissionName(name: string): string {
  return name.startsWith('cmis:') ? name : `${own(CLASS_OF, name) ?? SYSTEM}.${name}`;
}

/** The permission that a client means. @throws CmisError `constraint` when there is none of this name. */
export function canonicalPermission(text: string): string {
  const bare = text.startsWith('cmis:') ? text : text.slice(text.lastIndexOf('.') + 1);
  const name = own(BASIC_SPELLINGS, bare) ?? bare;
  if (!Object.hasOwn(PERMISSION_BITS, name)) throw new CmisError('constraint', `There is no permission '${text}'.`);
  return name;
}

const bitsOf = (...names: readonly string[]): number =>
  names.reduce((sum, name) => sum | (own(PERMISSION_BITS, name) ?? 0), 0);

/** Strongest first. Reading needs no right to read the ACL, or Alfresco's consumers would amount to nothing. */
const NEEDED: readonly (readonly [name: string, bits: number])[] = [
  ['cmis:all', bitsOf('cmis:all')],
  ['cmis:write', bitsOf('Consumer', 'WriteProperties', 'WriteContent')],
  ['cmis:read', bitsOf('Consumer')],
];

/** The basic permission that these amount to together; none when they fall short of reading. */
export function basicPermissions(names: readonly string[]): readonly string[] {
  const bits = bitsOf(...names);
  return NEEDED.filter(([, needed]) => (bits & needed) === needed)
    .slice(0, 1)
    .map(([name]) => name);
}
