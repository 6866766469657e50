import { unfold } from './templates';
import type { AftsNode, Test } from './ast';
import { meaningOf } from './fields';
import { parseAfts } from './parse';
import type { AftsReading } from './query';

/** Words that a search asks of the text of objects. */
export interface SoughtText {
  /** The only property that they are asked of, by its id, or the content; undefined: all text. */
  readonly only?: { readonly propertyId: string } | 'content';
  /** Not in other forms. */
  readonly exact?: true;
  /** Patterns of words that follow each other. */
  readonly words: readonly string[];
}

/** The words that a search wants to be there, those that it leaves out not among them. */
export function soughtTexts(reading: AftsReading, text: string): readonly SoughtText[] {
  const collect = (node: AftsNode): readonly SoughtText[] => {
    switch (node.kind) {
      case 'and':
        return [...node.operands, ...(node.preferred ?? [])].flatMap(collect);
      case 'or':
        return node.operands.flatMap(collect);
      case 'boost':
        return collect(node.operand);
      case 'term':
      case 'phrase':
      case 'proximity':
        return ofTest(reading, node);
      case 'not':
      case 'asked':
      case 'range':
        return [];
    }
  };
  return collect(unfold(parseAfts(text, reading), reading));
}

function ofTest(reading: AftsReading, test: Exclude<Test, { readonly kind: 'range' }>): readonly SoughtText[] {
  const texts =
    test.kind === 'proximity'
      ? test.words.map((word) => [word])
      : [test.pattern.split(/\s+/u).filter((word) => word !== '')];
  const exact = 'manner' in test && test.manner === 'exact' && { exact: true as const };
  const meaning = meaningOf(reading, test.field?.name ?? 'TEXT');
  if (meaning.kind === 'property') {
    const only = { propertyId: meaning.property.id };
    return texts.map((words) => ({ only, words, ...exact }));
  }
  if (meaning.kind === 'content') return texts.map((words) => ({ only: 'content', words, ...exact }));
  const isText = meaning.kind === 'special' && (meaning.field === 'TEXT' || meaning.field === 'ALL');
  return isText ? texts.map((words) => ({ words, ...exact })) : [];
}
