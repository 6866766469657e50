import { ApiError, badRequest } from '../framework/api-error';
import { entry, openOperation, type Operation } from '../framework/operation';

const getProbe = openOperation({
  id: 'getProbe',
  method: 'GET',
  path: '/probes/{probeId}',
  api: 'core',
  summary: 'Check readiness and liveness of the repository',
  since: '6.0',
  status: 200,
  answers: 'Probe',
  run: async ({ path, parts }) => {
    const id = path['probeId'] ?? '';
    if (id === '-live-') return entry({ message: 'liveProbe: Success - Tested' });
    if (id !== '-ready-') throw badRequest(`Bad probe name: ${id.slice(0, 100)}`);
    const problem = await parts.ready();
    if (problem !== undefined) throw new ApiError(503, `readyProbe: Failure - Tested: ${problem}`);
    return entry({ message: 'readyProbe: Success - Tested' });
  },
});

export const PROBES: readonly Operation[] = [getProbe];
