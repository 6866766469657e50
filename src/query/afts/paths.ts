import { invalidArgument } from '../../model/errors';
import { ROOT_NAME } from '../../model/initial-tree';
import type { PathStep } from '../search-test';
import { own } from '../../model/own';

/** What Alfresco's installation calls otherwise in paths than in names. */
const NAMED: Readonly<Record<string, string>> = {
  'app:company_home': ROOT_NAME,
  'app:dictionary': 'Data Dictionary',
  'app:guest_home': 'Guest Home',
  'app:user_homes': 'User Homes',
  'app:shared': 'Shared',
  'st:sites': 'Sites',
  'app:space_templates': 'Space Templates',
  'app:content_templates': 'Presentation Templates',
  'app:node_templates': 'Node Templates',
  'app:rss_templates': 'RSS Templates',
  'app:email_templates': 'Email Templates',
  'app:scripts': 'Scripts',
  'app:saved_searches': 'Saved Searches',
  'app:models': 'Models',
  'app:messages': 'Messages',
  'app:workflow_defs': 'Workflow Definitions',
  'app:web_client_extension': 'Web Client Extension',
};
const ZONE = /^(?:\/\/|\/sys:system\/sys:zones\/)cm:(APP\.DEFAULT|APP\.SHARE|AUTH\.ALF)\/\*$/u;

const TREES: Readonly<Record<string, 'categories' | 'tags'>> = {
  'cm:generalclassifiable': 'categories',
  'cm:taggable': 'tags',
};
const CLASSIFICATION = /^(?:\/cm:categoryRoot)?\/(cm:generalclassifiable|cm:taggable)(\/.*?)(\/{1,2}member)?$/su;

const MAX_STEPS = 100;

export interface Path {
  readonly steps: readonly PathStep[];
  /** `//.`: what the steps lead to, and all below. */
  readonly orSelf: boolean;
}

/** People and groups: all, the groups of sites, and all but these. */
export type Zone = 'all' | 'sites' | 'others';

const ZONES: Readonly<Record<string, Zone>> = { 'AUTH.ALF': 'all', 'APP.SHARE': 'sites', 'APP.DEFAULT': 'others' };

/** The people and groups that the path leads to; undefined for other paths. */
export const zoneOf = (path: string): Zone | undefined => own(ZONES, ZONE.exec(path)?.[1] ?? '');

export interface CategoryPath extends Path {
  readonly tree: 'categories' | 'tags';
  /** What is in the categories is meant. */
  readonly members: boolean;
}

/** `/cm:categoryRoot/cm:generalclassifiable//*`; undefined for other paths. @throws CmisError `invalidArgument`. */
export function readCategoryPath(text: string): CategoryPath | undefined {
  const [, root = '', below, member] = CLASSIFICATION.exec(text) ?? [];
  const tree = own(TREES, root);
  if (!tree || below === undefined) return undefined;
  const path = readPath(below);
  // With `//member` what is below the category counts, too.
  return { tree, steps: path.steps, orSelf: path.orSelf || member === '//member', members: member !== undefined };
}

/**
 * Reads a path such as `/app:company_home/cm:my_x0020_folder//*`: names as ISO 9075 writes them, `*` for any, `//` for
 * any depth. @throws CmisError `invalidArgument`.
 */
export function readPath(text: string): Path {
  const steps: PathStep[] = [];
  let rest = text;
  let orSelf = false;
  while (rest !== '') {
    const match = /^(\/\/?)((?:\{[^{}]*\}|[^/])+)/u.exec(rest);
    if (!match || orSelf) {
      throw invalidArgument(`'${text}' is no path such as /app:company_home/cm:folder//* or //cm:name.`);
    }
    const [step, axis, name = ''] = match;
    rest = rest.slice(step.length);
    if (name === '.' && axis === '//') orSelf = true;
    else if (name !== '.') steps.push({ deep: axis === '//', ...stepName(text, name) });
    if (steps.length > MAX_STEPS) throw invalidArgument(`The path '${text}' has more than ${MAX_STEPS} steps.`);
  }
  if (steps.length === 0 && !orSelf) throw invalidArgument(`The path '${text}' has no steps.`);
  return { steps, orSelf };
}

function stepName(path: string, name: string): { readonly name?: string } {
  const known = own(NAMED, name);
  if (known !== undefined) return { name: known };
  const local = name.replace(/^(?:\{[^{}]*\}|[^:]*:)/u, '');
  if (local === '*') return {};
  if (local.includes('*')) throw invalidArgument(`In the path '${path}' a star stands for a whole name only.`);
  return { name: decoded(local) };
}

const decoded = (name: string): string =>
  name.replace(/_x([0-9a-fA-F]{4})_/gu, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
