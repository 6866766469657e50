/** Languages whose words are stemmed, by ISO 639-1 code, with PostgreSQL's name for each. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
  none: 'none',
};

/** Property by which a document says in which language it is written. */
export const LANGUAGE_PROPERTY = 'triptych:language';
/** Property that shows what is known of the text of a document's content. */
export const TEXT_STATUS_PROPERTY = 'triptych:textStatus';
