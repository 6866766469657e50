/** What a binding may ask about types, CMIS 1.1 §2.2.2. */
import type { TypeChange } from '../../model/changed-type';
import type { NewType } from '../../model/new-type';
import type { TypeDefinition } from '../../model/type-definition';
import type { TypeRegistry } from '../../model/type-registry';
import type { Page, PageRequest, Tree } from '../values/object-view';
import type { Request } from './request';

export interface TypeServices {
  /** Types as they are now, also where another process changed them. One statement. */
  types(request: Request): Promise<TypeRegistry>;
  /** Types that this process saw last, at no cost: enough to write down what an operation has just answered. */
  knownTypes(): TypeRegistry;
  getTypeChildren(
    request: Request,
    input: { readonly typeId?: string; readonly page: PageRequest },
  ): Promise<Page<TypeDefinition>>;
  getTypeDescendants(
    request: Request,
    input: { readonly typeId?: string; readonly depth: number },
  ): Promise<readonly Tree<TypeDefinition>[]>;
  getTypeDefinition(request: Request, typeId: string): Promise<TypeDefinition>;
  createType(request: Request, type: NewType): Promise<TypeDefinition>;
  updateType(request: Request, change: TypeChange): Promise<TypeDefinition>;
  deleteType(request: Request, typeId: string): Promise<void>;
}
