/** A text as a phrase of a search that means just this text. */
export const phrase = (text: string): string => `"${text.replace(/["\\*?]/g, '\\$&')}"`;
