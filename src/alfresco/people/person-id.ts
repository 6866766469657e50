import type { Request } from '../../repository/contract/request';

/** The person that an id names; `-me-`, in any case, is the caller. */
export const personIdOf = ({ caller }: Request, id: string | undefined): string =>
  id?.toLowerCase() === '-me-' ? caller.name : (id ?? '');
