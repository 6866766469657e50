/** Access control lists as XML, CMIS 1.1 §2.1.12, both ways. */
import { invalidArgument } from '../../model/errors';
import type { Ace } from '../../model/permissions';
import { booleanOfText } from './lexical';
import { CMIS } from './namespaces';
import { child, childrenNamed, childText, type XmlElement } from './tree';
import { escapeXml } from './writer';

/** Entries in the order of the repository, which is stable. */
export const acesXml = (aces: readonly Ace[]): string => aces.map(aceXml).join('');

function aceXml(ace: Ace): string {
  const permissions = ace.permissions.map((name) => `<cmis:permission>${escapeXml(name)}</cmis:permission>`).join('');
  return (
    `<cmis:permission><cmis:principal><cmis:principalId>${escapeXml(ace.principalId)}</cmis:principalId>` +
    `</cmis:principal>${permissions}<cmis:direct>${ace.direct}</cmis:direct></cmis:permission>`
  );
}

/** The entries of a `cmis:acl`; `direct` unless one says otherwise. @throws CmisError `invalidArgument`. */
export function readAces(acl: XmlElement): readonly Ace[] {
  return childrenNamed(acl, CMIS, 'permission').map((entry) => {
    const principalId = childText(child(entry, CMIS, 'principal'), CMIS, 'principalId')?.trim();
    if (!principalId) throw invalidArgument('An entry of the ACL has no principal.');
    const permissions = childrenNamed(entry, CMIS, 'permission').map((permission) => permission.text.trim());
    if (permissions.length === 0 || permissions.includes('')) {
      throw invalidArgument(`The entry of '${principalId}' in the ACL has no permission.`);
    }
    const direct = booleanOfText(childText(entry, CMIS, 'direct')?.trim() ?? 'true');
    if (direct === undefined) throw invalidArgument(`'direct' of '${principalId}' is neither true nor false.`);
    return { principalId, permissions, direct };
  });
}
