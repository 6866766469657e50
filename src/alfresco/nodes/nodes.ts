import type { Operation } from '../framework/operation';
import { getNode } from './get-node';

export const NODES: readonly Operation[] = [getNode];
