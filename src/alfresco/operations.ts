/** Every operation of the API: what is not here does not exist. `framework/operation.ts` says how to add one. */
import { TICKETS } from './authentication/tickets';
import type { Operation } from './framework/operation';
import { NODES } from './nodes/nodes';
import { DISCOVERY } from './server-info/discovery';
import { PROBES } from './server-info/probes';

export const OPERATIONS: readonly Operation[] = [...TICKETS, ...DISCOVERY, ...PROBES, ...NODES];
