import type { Operation } from '../framework/operation';
import { createAssociation, deleteAssociation, listSourceAssociations, listTargetAssociations } from './associations';
import { listNodeChildren } from './children';
import { getNodeContent, updateNodeContent } from './content';
import { copyNode, moveNode } from './copy-move';
import { createNode } from './create-node';
import { deleteNode } from './delete-node';
import { getNode } from './get-node';
import { cancelCheckoutNode, checkoutNode, lockNode, unlockNode } from './lock';
import {
  createSecondaryChildAssociation,
  deleteSecondaryChildAssociation,
  listParents,
  listSecondaryChildren,
} from './parents';
import { createSizeDetails, getSizeDetails } from './size-details';
import { updateNode } from './update-node';
import { deleteVersion, getVersion, getVersionContent, listVersionHistory, revertVersion } from './versions';

export const NODES: readonly Operation[] = [
  getNode,
  updateNode,
  deleteNode,
  listNodeChildren,
  createNode,
  copyNode,
  moveNode,
  lockNode,
  unlockNode,
  checkoutNode,
  cancelCheckoutNode,
  getNodeContent,
  updateNodeContent,
  createSecondaryChildAssociation,
  listSecondaryChildren,
  deleteSecondaryChildAssociation,
  listParents,
  createAssociation,
  listTargetAssociations,
  deleteAssociation,
  listSourceAssociations,
  createSizeDetails,
  getSizeDetails,
  listVersionHistory,
  getVersion,
  deleteVersion,
  getVersionContent,
  revertVersion,
];
