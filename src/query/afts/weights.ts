/** What counts for more or less in the score than it would by itself: boosts (`^2`), and what is only preferred (`|`). */
import { invalidArgument } from '../../model/errors';
import type { Weight } from '../bound';
import type { AftsNode } from './ast';
import type { Asked, Condition } from './conditions';

/** Each is asked of every hit. */
const MAX_WEIGHTS = 100;
/** Larger ones would leave no room for differences below 1. */
const MAX_BOOST = 10_000;

type Leaf = Extract<AftsNode, { readonly at: number }>;

/**
 * The weights of an unfolded search, `bind` being what one test of it asks. What is left out with NOT has no say.
 * @throws CmisError `invalidArgument`: more than can be asked of every hit.
 */
export function weightsOf(node: AftsNode, bind: (test: Leaf) => Asked): readonly Weight[] {
  const weights: Weight[] = [];
  const add = (condition: Condition | undefined, more: number): void => {
    // What all or none have makes no difference.
    if (more === 0 || condition === undefined || typeof condition === 'boolean') return;
    weights.push({ condition, more });
    if (weights.length > MAX_WEIGHTS)
      throw invalidArgument(`The search boosts or prefers more than ${MAX_WEIGHTS} terms.`);
  };
  /** `counted`: how often the search itself counts what is found. */
  const walk = (part: AftsNode, boost: number, counted: 0 | 1): void => {
    switch (part.kind) {
      case 'and':
        for (const operand of part.operands) walk(operand, boost, counted);
        for (const operand of part.preferred ?? []) walk(operand, boost, 0);
        return;
      case 'or':
        for (const operand of part.operands) walk(operand, boost, counted);
        return;
      case 'boost':
        walk(part.operand, Math.min(MAX_BOOST, boost * part.factor), counted);
        return;
      case 'not':
      case 'asked':
        return;
      case 'term':
      case 'phrase':
      case 'range':
      case 'proximity':
        if (boost !== counted) add(bind(part), boost - counted);
    }
  };
  walk(node, 1, 1);
  return weights;
}
