import { VISIBILITIES } from '../../model/site';
import { badRequest } from '../framework/api-error';
import { clearable } from '../framework/clearable';
import { object, oneOf, required, text } from '../framework/shapes';

export const NEW_SITE = object({
  id: text(),
  title: required(text()),
  description: text(),
  visibility: required(oneOf(VISIBILITIES)),
});

export const CHANGED_SITE = object({
  title: clearable(text()),
  description: clearable(text()),
  visibility: clearable(oneOf(VISIBILITIES)),
});

const MAX_ID = 72;
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 512;

/** The id that the client wants, or one made from the title. @throws ApiError 400 for what cannot be one. */
export function siteIdOf({ id, title }: { readonly id: string | undefined; readonly title: string }): string {
  const wanted = id ?? idFrom(title);
  if (!/^[A-Za-z0-9-]+$/.test(wanted)) {
    throw badRequest(
      id === undefined
        ? `No id can be made from the title '${title.slice(0, 100)}'`
        : `The site id '${wanted.slice(0, 100)}' holds other characters than letters, digits and dashes`,
    );
  }
  if (wanted.length > MAX_ID) throw badRequest(`The site id is longer than ${MAX_ID} characters`);
  return wanted;
}

const idFrom = (title: string): string =>
  title
    .trim()
    .replace(/[^0-9a-zA-Z\-\s]/g, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase();

/** @throws ApiError 400 for texts that are too long. */
export function checkSiteTexts({
  title,
  description,
}: {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}): void {
  if (title !== undefined && title.length > MAX_TITLE)
    throw badRequest(`Title exceeds max length of ${MAX_TITLE} characters`);
  if (description !== undefined && description.length > MAX_DESCRIPTION)
    throw badRequest(`Description exceeds max length of ${MAX_DESCRIPTION} characters`);
}
