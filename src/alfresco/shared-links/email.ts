/** Sending somebody a shared link; reference: Alfresco's `/shared-links/{sharedId}/email`. */
import { pageOfClient } from '../../mail/client-pages';
import { linkMail } from '../../mail/link-mail';
import { isMailAddress, type Mail } from '../../mail/mail';
import { PLAIN } from '../../repository/values/object-view';
import { ApiError, badRequest, entityNotFound } from '../framework/api-error';
import { nothing, operation, type Call, type Operation } from '../framework/operation';
import { listOf, object, required, text } from '../framework/shapes';
import { nodeById } from '../nodes/node-id';
import { hiddenAs, opened } from './open-link';

const BODY = object({
  client: required(text()),
  recipientEmails: required(listOf(text())),
  message: text(),
  /** Mails are in English, whatever is asked for. */
  locale: text(),
});
type EmailCall = Pick<Call, 'parts' | 'repository' | 'request' | 'path'>;

const MAX_RECIPIENTS = 50;
const MAX_MESSAGE = 4_000;

const emailSharedLink = operation({
  id: 'emailSharedLink',
  method: 'POST',
  path: '/shared-links/{sharedId}/email',
  api: 'core',
  summary: 'Email shared link',
  since: '5.2',
  status: 202,
  example: { client: 'share', recipientEmails: ['anna@example.com'], message: 'Please have a look' },
  body: BODY,
  run: async (call) => {
    const { parts, request, body } = call;
    const { mail } = parts;
    if (!mail) throw new ApiError(501, 'Shared links are not sent by mail: this server sends none.');
    if (!body) throw badRequest('The mail is missing');
    const recipients = recipientsOf(body.recipientEmails);
    if (body.message !== undefined && body.message.length > MAX_MESSAGE)
      throw badRequest(`The message has more than ${MAX_MESSAGE} characters`);
    const url = urlFor(call, body.client);
    const letter = await letterOf(call, { url, message: body.message });
    const mails = recipients.map((to): Mail => ({ ...letter, to }));
    if (!(await mail.outbox.put(request.caller.name, mails)))
      throw new ApiError(429, 'Too many of your mails are waiting to be sent; try again later.');
    return nothing;
  },
});

/** Each once. @throws ApiError 400. */
function recipientsOf(emails: readonly string[]): readonly string[] {
  const addresses = [...new Set(emails)];
  if (addresses.length === 0) throw badRequest('The recipients are missing');
  if (addresses.length > MAX_RECIPIENTS)
    throw badRequest(`A link goes to at most ${MAX_RECIPIENTS} recipients at once`);
  const wrong = addresses.find((address) => !isMailAddress(address));
  if (wrong !== undefined) throw badRequest(`'${wrong.slice(0, 100)}' is no address of mail`);
  return addresses;
}

/**
 * Where whoever gets the link sees the document. Never what a request says of the address of this server: who mails a
 * link would have it lead anywhere, and others would trust it.
 */
function urlFor({ parts, path }: EmailCall, client: string): string {
  const id = encodeURIComponent(path['sharedId'] ?? '');
  const page = pageOfClient(parts.mail?.sharedLinkUrls ?? {}, client);
  if (page !== undefined) return `${page}${page.endsWith('/') ? '' : '/'}${id}`;
  if (client !== 'share') throw entityNotFound(`Client [${client.slice(0, 100)}]`);
  throw new ApiError(501, `Links are not mailed for the client 'share': SHARED_LINK_URLS names no page of it.`);
}

/** @throws ApiError 404 where there is nothing to be seen by the link. */
async function letterOf(
  call: EmailCall,
  { url, message }: { readonly url: string; readonly message: string | undefined },
): Promise<Omit<Mail, 'to'>> {
  const { link, request } = await opened(call);
  const view = await hiddenAs(link.id, nodeById({ ...call, request }, { id: link.objectUuid, selection: PLAIN }));
  const { name, displayName = name, profile } = await call.repository.getPerson(call.request, call.request.caller.name);
  const { email } = profile;
  return {
    ...linkMail({ sender: displayName, name: view.object.name, url, message }),
    ...(email !== undefined && isMailAddress(email) && { replyTo: email }),
  };
}

export const LINK_MAILS: readonly Operation[] = [emailSharedLink];
