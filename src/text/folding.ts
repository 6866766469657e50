import { normalForm } from '../model/normal-form';

/**
 * One form for all spellings of a word that people take for the same: case, accents, ligatures, full-width letters,
 * vowel points. What is a letter of its own in its language and no mere accent (Cyrillic short i, the marks of Indic
 * scripts) stays.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return normalForm(text.replace(INVISIBLE, ''), 'NFKC')
    .toLowerCase()
    .replace(ACCENTED, (letter) => letter.normalize('NFD').replace(MARKS, ''))
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => REPLACED[letter] ?? letter);
}

const ASCII = /^[\t\n\r -~]*$/;
/** Soft hyphens, zero-width joiners and spaces, marks of direction; and what stands for a hyphen at the end of a line in PDF. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]|\ufffe[\r\n]*/g;
/** Latin and Greek letters that may be composed of a letter and accents, and the Cyrillic ones where accents are optional. */
const ACCENTED = /[\u00c0-\u024f\u1e00-\u1fff\u0370-\u03ff\u0450\u0451\u045d]/g;
/** Combining accents; Hebrew and Arabic vowel points and cantillation; the Arabic elongation. */
const MARKS =
  /\u0640|[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;

const REPLACED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ł: 'l',
  ŧ: 't',
  ı: 'i',
  ĸ: 'k',
  ς: 'σ',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
};
const SPECIAL = new RegExp(`[${Object.keys(REPLACED).join('')}]`, 'g');
