/** More marks on one letter than any writing has; the Stream-Safe Text Format of UAX #15 §13 knows the same limit. */
const MANY_MARKS = /(\p{M}{30})\p{M}+/gu;

/**
 * The text in a normal form of Unicode, without the marks of a letter beyond the thirtieth: bringing marks into order
 * costs the square of their number, and strangers send texts that are made of them.
 */
export const normalForm = (text: string, form: 'NFC' | 'NFKC'): string =>
  text.replace(MANY_MARKS, '$1').normalize(form);
