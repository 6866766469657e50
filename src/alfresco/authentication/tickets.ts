/** Logging in and out; reference: Alfresco's authentication API. A ticket stands for name and password. */
import { credentialsOf, ticketsOf } from '../../http/credentials';
import { CmisError } from '../../model/errors';
import { ApiError, badRequest, unauthenticated } from '../framework/api-error';
import { created, entry, nothing, openOperation, operation, type Operation } from '../framework/operation';
import { object, text } from '../framework/shapes';

const createTicket = openOperation({
  id: 'createTicket',
  method: 'POST',
  path: '/tickets',
  api: 'authentication',
  summary: 'Create ticket (login)',
  since: '5.2',
  status: 201,
  answers: 'Ticket',
  example: { userId: 'admin', password: 'admin' },
  body: object({ userId: text(), password: text() }),
  run: async ({ parts, body, req }) => {
    if (body?.userId === undefined || body.password === undefined) throw badRequest('Invalid login details.');
    const login = { user: body.userId, password: body.password, address: parts.clientAddressOf(req) };
    try {
      const caller = await parts.basic.verify(login);
      return created([{ id: await parts.tickets.create(caller), userId: caller.name }]);
    } catch (error) {
      // Told in the same words whether name or password is wrong, and not as a challenge to log in.
      if (error instanceof CmisError && error.code === 'unauthorized') throw new ApiError(403, 'Login failed');
      throw error;
    }
  },
});

const ME = /^-me-$/i;

const validateTicket = operation({
  id: 'validateTicket',
  method: 'GET',
  path: '/tickets/{ticketId}',
  api: 'authentication',
  summary: 'Validate ticket',
  since: '5.2',
  status: 200,
  answers: 'Ticket',
  run: async ({ path, req, parts, request }) => {
    requireMe(path['ticketId']);
    // Who comes with a token gets a ticket for addresses, which cannot carry a header.
    if (credentialsOf(req)?.scheme === 'bearer') return entry({ id: await parts.tickets.create(request.caller) });
    return entry({ id: await ownTicket(ticketsOf(req), parts) });
  },
});

const deleteTicket = operation({
  id: 'deleteTicket',
  method: 'DELETE',
  path: '/tickets/{ticketId}',
  api: 'authentication',
  summary: 'Delete ticket (logout)',
  since: '5.2',
  status: 204,
  run: async ({ path, req, parts }) => {
    requireMe(path['ticketId']);
    await parts.tickets.revoke(await ownTicket(ticketsOf(req), parts));
    return nothing;
  },
});

function requireMe(ticketId = ''): void {
  if (!ME.test(ticketId)) throw badRequest(`Invalid parameter: ${ticketId.slice(0, 100)}, only -me- is supported`);
}

/** The ticket that the request came with. */
async function ownTicket(
  given: readonly string[],
  { tickets }: { readonly tickets: { find(ticket: string): Promise<unknown> } },
): Promise<string> {
  if (given.length === 0) throw badRequest('Ticket base authentication required.');
  for (const ticket of given) if (await tickets.find(ticket)) return ticket;
  throw unauthenticated();
}

export const TICKETS: readonly Operation[] = [createTicket, validateTicket, deleteTicket];
