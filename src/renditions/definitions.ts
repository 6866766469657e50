/** The renditions that this server knows, as the content model names them. */

export interface RenditionDefinition {
  readonly name: string;
  readonly mimeType: 'image/png' | 'image/jpeg' | 'application/pdf';
  /** Pixels that it fits into, ratio kept and never enlarged; undefined: all pages of it. */
  readonly box?: number;
  /** What CMIS calls it. */
  readonly kind: string;
}

/** In the order of their names. */
export const RENDITIONS: readonly RenditionDefinition[] = [
  { name: 'avatar', mimeType: 'image/png', box: 64, kind: 'avatar' },
  { name: 'avatar32', mimeType: 'image/png', box: 32, kind: 'avatar32' },
  { name: 'doclib', mimeType: 'image/png', box: 100, kind: 'cmis:thumbnail' },
  { name: 'imgpreview', mimeType: 'image/jpeg', box: 960, kind: 'alf:webpreview' },
  { name: 'medium', mimeType: 'image/jpeg', box: 100, kind: 'medium' },
  { name: 'pdf', mimeType: 'application/pdf', kind: 'pdf' },
];

/** Undefined: this server knows none of that name. */
export const renditionNamed = (name: string): RenditionDefinition | undefined =>
  RENDITIONS.find((definition) => definition.name === name);
