/** New passwords for people who have forgotten theirs; reference: Alfresco's `/people/{personId}/reset-password`. */
import { checkPassword, hashPassword } from '../../identity/passwords';
import { pageOfClient } from '../../mail/client-pages';
import type { Request } from '../../repository/contract/request';
import { ApiError, badRequest, entityNotFound } from '../framework/api-error';
import {
  nothing,
  openOperation,
  type ApiParts,
  type Call,
  type MailParts,
  type Operation,
} from '../framework/operation';
import type { Parameters } from '../framework/parameters';
import { object, required, text } from '../framework/shapes';
import { personIdOf } from './person-id';

/** Told to everybody alike, whoever is meant: who there is stays unknown. */
const requestPasswordReset = openOperation({
  id: 'requestPasswordReset',
  method: 'POST',
  path: '/people/{personId}/request-password-reset',
  api: 'core',
  summary: 'Request password reset',
  since: '5.2.1',
  status: 202,
  example: { client: 'share' },
  body: object({ client: required(text()) }),
  run: async (call) => {
    const { resets, passwordResetUrls, resetRequests } = mailOf(call.parts);
    const client = call.body?.client;
    if (client === undefined) throw badRequest('The client is missing');
    if (pageOfClient(passwordResetUrls, client) === undefined) throw entityNotFound(`Client [${client.slice(0, 100)}]`);
    const isAllowed = resetRequests.take(addressOf(call));
    if (!isAllowed || !(await resets.ask({ person: personOf(call), client })))
      throw new ApiError(429, 'Too many new passwords were asked for; try again later.');
    return nothing;
  },
});

/** Told to everybody alike as well, whether the key was right or not. */
const resetPassword = openOperation({
  id: 'resetPassword',
  method: 'POST',
  path: '/people/{personId}/reset-password',
  api: 'core',
  summary: 'Reset password',
  since: '5.2.1',
  status: 202,
  example: { password: 'newPassword', id: '00000000-0000-0000-0000-000000000000', key: 'from the mail' },
  body: object({ password: required(text()), id: required(text()), key: required(text()) }),
  run: async (call) => {
    const { resets, resetAttempts } = mailOf(call.parts);
    if (!call.body) throw badRequest('The new password is missing');
    const { password, id, key } = call.body;
    if (!resetAttempts.take(addressOf(call))) throw new ApiError(429, 'Too many attempts; try again later.');
    // Before the key is tried: what is wrong with the password says nothing of the key.
    checkPassword(password);
    await resets.redeem({ person: personOf(call), id, key }, () => hashPassword(password));
    return nothing;
  },
});

/** Strangers call themselves by their names. */
const personOf = ({
  request,
  path,
}: Pick<Call<Parameters, unknown, Request | undefined>, 'request' | 'path'>): string =>
  request ? personIdOf(request, path['personId']) : (path['personId'] ?? '');

const addressOf = ({ parts, req }: Pick<Call, 'parts' | 'req'>): string => parts.clientAddressOf(req);

function mailOf({ mail }: ApiParts): MailParts {
  if (mail) return mail;
  throw new ApiError(
    501,
    'Passwords are not reset by mail: this server sends none. Ask an administrator for a new one.',
  );
}

export const PASSWORD_RESETS: readonly Operation[] = [requestPasswordReset, resetPassword];
