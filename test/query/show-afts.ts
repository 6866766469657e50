import type { AftsNode, Test } from '../../src/query/afts/ast';

/** A parsed search in one line, every grouping in parentheses. */
export function showAfts(node: AftsNode): string {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const preferred = node.kind === 'and' ? (node.preferred ?? []).map((each) => `?${showAfts(each)}`) : [];
      return `(${[...node.operands.map(showAfts), ...preferred].join(node.kind === 'and' ? ' & ' : ' | ')})`;
    }
    case 'not':
      return `-${showAfts(node.operand)}`;
    case 'boost':
      return `${showAfts(node.operand)}^${node.factor}`;
    case 'asked':
      return `%(${node.fields.map(({ name }) => name).join(' ')})`;
    case 'term':
    case 'phrase':
    case 'range':
    case 'proximity':
      return `${node.field ? `${node.field.name}:` : ''}${showTest(node)}`;
  }
}

const MANNERS = { usual: '', exact: '=', expanded: '~' };

function showTest(test: Test): string {
  switch (test.kind) {
    case 'term':
      return `${MANNERS[test.manner]}${test.pattern}${test.fuzzy === undefined ? '' : `~${test.fuzzy}`}`;
    case 'phrase':
      return `${MANNERS[test.manner]}"${test.pattern}"${test.slop === undefined ? '' : `~${test.slop}`}`;
    case 'range': {
      const { from, to } = test;
      return `${from.inclusive ? '[' : '<'}${from.value} TO ${to.value}${to.inclusive ? ']' : '>'}`;
    }
    case 'proximity':
      return `near(${test.words.join(' ')}${test.distance === undefined ? '' : `, ${test.distance}`})`;
  }
}
