/**
 * Rules of folders; reference: Alfresco's private `/nodes/{folderNodeId}/rule-sets`. There are none: nothing here does
 * anything by itself to what comes into a folder. Clients that manage rules are told so.
 */
import { entityNotFound } from '../framework/api-error';
import { entry, list, operation, type Call, type Operation } from '../framework/operation';
import { include, PAGING } from '../framework/parameters';
import { folderIdOf } from '../nodes/node-id';

const FOLDER = '/nodes/{nodeId}';
const INCLUDE = include('inheritedBy', 'isInherited', 'isLinkedTo', 'linkedToBy', 'owningFolder', 'ruleIds');
const INHERITANCE = '-isInheritanceEnabled-';

type FolderCall = Pick<Call, 'parts' | 'repository' | 'request' | 'path'>;

/** @throws ApiError always: 404 for the folder, where that is what is missing. */
async function noSuch(call: FolderCall, name: string): Promise<never> {
  await folderIdOf(call);
  throw entityNotFound((call.path[name] ?? '').slice(0, 200));
}

const listRuleSets = operation({
  id: 'listRuleSets',
  method: 'GET',
  path: `${FOLDER}/rule-sets`,
  api: 'rules',
  summary: 'List the rule sets that apply to a folder: none',
  since: '7.4',
  status: 200,
  answers: 'RuleSet',
  parameters: { ...PAGING, ...INCLUDE },
  run: async (call) => {
    await folderIdOf(call);
    return list({ entries: [], hasMoreItems: false, totalItems: 0 });
  },
});

const getRuleSet = operation({
  id: 'getRuleSet',
  method: 'GET',
  path: `${FOLDER}/rule-sets/{ruleSetId}`,
  api: 'rules',
  summary: 'Get a rule set, of which there is none',
  since: '7.4',
  status: 200,
  answers: 'RuleSet',
  parameters: INCLUDE,
  run: (call) => noSuch(call, 'ruleSetId'),
});

const listRules = operation({
  id: 'listRules',
  method: 'GET',
  path: `${FOLDER}/rule-sets/{ruleSetId}/rules`,
  api: 'rules',
  summary: 'List the rules of a rule set, of which there is none',
  since: '7.4',
  status: 200,
  answers: 'Rule',
  parameters: PAGING,
  run: (call) => noSuch(call, 'ruleSetId'),
});

const getRuleSetting = operation({
  id: 'getRuleSetting',
  method: 'GET',
  path: `${FOLDER}/rule-settings/{ruleSettingKey}`,
  api: 'rules',
  summary: 'Get a rule setting: rules are not inherited, for there are none',
  since: '7.4',
  status: 200,
  answers: 'RuleSetting',
  run: async (call) => {
    if (call.path['ruleSettingKey'] !== INHERITANCE) return noSuch(call, 'ruleSettingKey');
    await folderIdOf(call);
    return entry({ key: INHERITANCE, value: false });
  },
});

export const RULES: readonly Operation[] = [listRuleSets, getRuleSet, listRules, getRuleSetting];
