import { CmisError } from '../../model/errors';
import { isRenditionName } from '../../repository/contract/rendition-state';
import { notFound } from '../framework/api-error';
import type { Call } from '../framework/operation';

/** Between commas. @throws ApiError 404 for one that nobody knows. */
export function renditionNames(text = ''): readonly string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) if (!isRenditionName(name)) throw notFound(`The rendition with id: ${name.slice(0, 100)}`);
  return names;
}

/** The file is there by now: what cannot be made of it, or is there already, is no error. */
export async function askForRenditions(
  { repository, request }: Pick<Call, 'repository' | 'request'>,
  objectId: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    await repository.requestRenditions(request, { objectId, names: [name] }).catch((error: unknown) => {
      if (!(error instanceof CmisError)) throw error;
    });
  }
}
