/** Networks, as Alfresco calls tenants: there is one, to which everybody belongs. */
import { entityNotFound, relationshipNotFound } from '../framework/api-error';
import { pageOf } from '../framework/envelopes';
import { entry, list, operation, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { requireSelf } from './person-id';

const NETWORK = { id: '-default-', homeNetwork: true, isEnabled: true } as const;

const listNetworksForPerson = operation({
  id: 'listNetworksForPerson',
  method: 'GET',
  path: '/people/{personId}/networks',
  api: 'core',
  summary: 'List network membership',
  since: '4.2',
  status: 200,
  answers: 'Network',
  parameters: PAGING,
  run: async ({ request, path, query }) => {
    requireSelf(request, path['personId']);
    const { items, ...page } = pageOf([NETWORK], query);
    return Promise.resolve(list({ entries: items, ...page }));
  },
});

const getNetworkForPerson = operation({
  id: 'getNetworkForPerson',
  method: 'GET',
  path: '/people/{personId}/networks/{networkId}',
  api: 'core',
  summary: 'Get network information',
  since: '4.2',
  status: 200,
  answers: 'Network',
  run: async ({ request, path }) => {
    const person = requireSelf(request, path['personId']);
    const id = path['networkId'] ?? '';
    if (id !== NETWORK.id) throw relationshipNotFound(person, id.slice(0, 200));
    return Promise.resolve(entry(NETWORK));
  },
});

const getNetwork = operation({
  id: 'getNetwork',
  method: 'GET',
  path: '/networks/{networkId}',
  api: 'core',
  summary: 'Get a network',
  since: '4.2',
  status: 200,
  answers: 'Network',
  run: async ({ path }) => {
    const id = path['networkId'] ?? '';
    if (id !== NETWORK.id) throw entityNotFound(id.slice(0, 200));
    return Promise.resolve(entry(NETWORK));
  },
});

export const NETWORKS: readonly Operation[] = [listNetworksForPerson, getNetworkForPerson, getNetwork];
