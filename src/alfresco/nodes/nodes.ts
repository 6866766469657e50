import type { Operation } from '../framework/operation';
import { listNodeChildren } from './children';
import { createNode } from './create-node';
import { deleteNode } from './delete-node';
import { getNode } from './get-node';
import { updateNode } from './update-node';

export const NODES: readonly Operation[] = [getNode, updateNode, deleteNode, listNodeChildren, createNode];
