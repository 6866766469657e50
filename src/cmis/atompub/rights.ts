/** Allowable actions, ACLs and policies of objects. CMIS 1.1 §3.11.9, §3.11.10, §3.9.3. */
import { CmisError, invalidArgument } from '../../model/errors';
import type { Ace } from '../../model/permissions';
import type { ObjectView } from '../../repository/values/object-view';
import { PLAIN } from '../../repository/values/object-view';
import { booleanParameter, enumParameter, requiredParameter, textParameter } from '../parameters';
import { acesXml, readAces } from '../xml/acl-xml';
import { CMIS } from '../xml/namespaces';
import { allowableActionsXml } from '../xml/object-xml';
import { isNamed } from '../xml/tree';
import { XML_DECLARATION } from '../xml/writer';
import { sendDocument, sendEntry, sendNothing } from './answers';
import { shown, type Call } from './call';
import { requireObject, withEntry } from './entry-reader';
import { HttpError } from './error-response';
import { address, MEDIA_TYPES } from './links';
import { acceptsEntries, sendObjectList } from './object-feeds';
import { ACL, readDocument } from './request-document';
import { filterOnly } from './selection';

const CMIS_NAMESPACE = ` xmlns:cmis="${CMIS}"`;

/** GET of what the caller may do with an object; CMIS 1.1 §3.11.9. */
export async function getAllowableActions(call: Call): Promise<void> {
  const actions = await call.repository.getAllowableActions(call.request, requiredParameter(call.query, 'id'));
  const xml = XML_DECLARATION + allowableActionsXml(actions, call.version, CMIS_NAMESPACE);
  await sendDocument(call, { type: MEDIA_TYPES.allowableActions }, xml);
}

/** GET of the ACL of an object; CMIS 1.1 §3.11.10.1. */
export async function getAcl(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const onlyBasicPermissions = booleanParameter(call.query, 'onlyBasicPermissions', true);
  const { aces } = await call.repository.getACL(call.request, { objectId, onlyBasicPermissions });
  await sendAcl(call, aces);
}

/** What is sent is the complete list of direct entries; inherited ones in it are passed over. */
export async function putAcl(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const propagation = enumParameter(call.query, 'ACLPropagation', ['repositorydetermined', 'objectonly', 'propagate']);
  const root = await readDocument(call.req, ACL);
  if (!isNamed(root, CMIS, 'acl'))
    throw new HttpError('unprocessable', `The document is a '${root.local}' and no cmis:acl.`);
  const aces = readAces(root).filter((ace) => ace.direct);
  const result = await call.repository.setACL(call.request, { objectId, aces, ...(propagation && { propagation }) });
  await sendAcl(call, result.aces);
}

const sendAcl = (call: Call, aces: readonly Ace[]): Promise<void> =>
  sendDocument(
    call,
    { type: MEDIA_TYPES.acl },
    `${XML_DECLARATION}<cmis:acl${CMIS_NAMESPACE}>${acesXml(aces)}</cmis:acl>`,
  );

/** The feed of an object's policies, or one member of it. */
export async function getPolicies(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const policyId = textParameter(call.query, 'policyId');
  const selection = filterOnly(call.query);
  const { repository, request } = call;
  const policies = await repository.getAppliedPolicies(request, { objectId, selection });
  if (policyId !== undefined) {
    const member = policies.find((policy) => policy.object.id === policyId);
    if (!member) throw new CmisError('objectNotFound', `The policy '${policyId}' is not applied to '${objectId}'.`);
    return sendEntry(call, member, { selection });
  }
  const about = shown(call, await repository.getObject(request, { objectId, selection: PLAIN }));
  const title = about.object.name;
  const parts = (policy: ObjectView): { readonly self: string } => ({ self: memberAddress(call, objectId, policy) });
  await sendObjectList(call, { selection, about, title, parts, extras: acceptsEntries(call, title) }, policies);
}

/** A member stands for the application of the policy: deleting it takes the policy away and leaves it be. */
const memberAddress = (call: Call, objectId: string, { object }: ObjectView): string =>
  address(call.base, 'policies', { id: objectId, policyId: object.id });

/** POST of an entry whose policy is applied to the object; CMIS 1.1 §3.9.3.2. */
export function postPolicy(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  return withEntry(call, async (entry) => {
    const policyId = requireObject(entry).objectId;
    if (policyId === undefined) throw invalidArgument(`The entry has no 'cmis:objectId' of a policy to apply.`);
    await call.repository.applyPolicy(call.request, { objectId, policyId });
    const policy = await call.repository.getObject(call.request, { objectId: policyId, selection: PLAIN });
    const location = memberAddress(call, objectId, policy);
    await sendEntry(call, policy, { status: 201, headers: { Location: location, 'Content-Location': location } });
  });
}

/** DELETE of a policy from the object, which it no longer applies to; CMIS 1.1 §3.9.3.3. */
export async function deletePolicy(call: Call): Promise<void> {
  const objectId = requiredParameter(call.query, 'id');
  const policyId = requiredParameter(call.query, 'policyId');
  await call.repository.removePolicy(call.request, { objectId, policyId });
  sendNothing(call, 204);
}
