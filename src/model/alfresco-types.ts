import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declareTypes, type TypeFile } from './type-file';
import { CMIS_BASE_TYPES } from './cmis-base-types';
import type { TypeDeclaration } from './type-definition';

/** Two levels up is the root of the package from `src` as from `dist`. */
const CONTENT_MODEL = join(__dirname, '..', '..', 'schemas', 'content-model.json');

/** Alfresco's content model as it stands in `schemas/content-model.json`. */
export const contentModel = JSON.parse(readFileSync(CONTENT_MODEL, 'utf8')) as TypeFile;

const ALFRESCO_TYPES: readonly TypeDeclaration[] = declareTypes(contentModel);

/** Every type that comes with the program, parents before children. */
export const BUILT_IN_TYPES: readonly TypeDeclaration[] = [...CMIS_BASE_TYPES, ...ALFRESCO_TYPES];

const managed = new Set(contentModel.aspects.filter((aspect) => aspect.managed).map((aspect) => `P:${aspect.name}`));

const absent = new Set(contentModel.aspects.filter((aspect) => aspect.absent).map((aspect) => `P:${aspect.name}`));

/** True for secondary types that no object ever has: there is nothing here that they are for. */
export const isAbsent = (secondaryTypeId: string): boolean => absent.has(secondaryTypeId);

/** False for secondary types that only services of the repository apply and take away. */
export const isAssignable = (secondaryTypeId: string): boolean => !managed.has(secondaryTypeId);
