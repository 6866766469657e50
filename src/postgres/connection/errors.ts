import { CmisError } from '../../model/errors';

interface PostgresError {
  readonly code: string;
  readonly constraint?: string;
  readonly message: string;
}

function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && typeof (error as unknown as { code?: unknown }).code === 'string';
}

/** Serialisation failure, deadlock: the same transaction may well succeed when it runs again. */
export function isRetryable(error: unknown): boolean {
  return isPostgresError(error) && (error.code === '40001' || error.code === '40P01');
}

/** Named constraints that a client can run into. Any other violation is a fault of ours. */
const CONSTRAINTS: Readonly<Record<string, () => CmisError>> = {
  object_sibling_name: () =>
    new CmisError('nameConstraintViolation', 'An object with this name already exists in the folder.'),
  filings_pkey: () =>
    new CmisError('nameConstraintViolation', 'An object with this name already exists in the folder.'),
  object_pwc: () => new CmisError('versioning', 'The document is already checked out.'),
  type_id: () => new CmisError('constraint', 'A type with this id already exists.'),
  type_query_name: () => new CmisError('constraint', 'A type with this query name already exists.'),
  principal_name: () => new CmisError('constraint', 'A person or group with this name already exists.'),
  objects_parent_id_fkey: () => new CmisError('constraint', 'The folder is not empty.'),
  applied_policies_policy_id_fkey: () => new CmisError('constraint', 'The policy is applied to objects.'),
  objects_source_id_fkey: () =>
    new CmisError('objectNotFound', 'The source of the relationship was deleted meanwhile.'),
  objects_target_id_fkey: () =>
    new CmisError('objectNotFound', 'The target of the relationship was deleted meanwhile.'),
  objects_type_id_fkey: () => new CmisError('constraint', 'The type is in use, or was deleted meanwhile.'),
  versions_type_id_fkey: () => new CmisError('constraint', 'The type is in use.'),
};

/** Turns what PostgreSQL raised into what the core promises; other errors pass unchanged. */
export function translate(error: unknown): unknown {
  if (!isPostgresError(error)) return error;
  if (error.constraint !== undefined && Object.hasOwn(CONSTRAINTS, error.constraint)) {
    const made = CONSTRAINTS[error.constraint]?.();
    if (made) return made;
  }
  if (isRetryable(error)) {
    return new CmisError('updateConflict', 'The object is being changed by others; try again.', { cause: error });
  }
  // Text that PostgreSQL cannot hold (U+0000) or cannot compare as the column's type came from the client.
  if (error.code === '22P05' || error.code === '22021') {
    return new CmisError('invalidArgument', 'A value holds a character that cannot be stored.', { cause: error });
  }
  if (error.code === '22003') return new CmisError('invalidArgument', 'A number is out of range.', { cause: error });
  if (error.code === '57014') return new CmisError('invalidArgument', 'The query takes too long.', { cause: error });
  if (error.code === '53400')
    return new CmisError('invalidArgument', 'The query needs more room than it may take.', { cause: error });
  if (error.code === '53100') return new CmisError('storage', 'The repository has no space left.', { cause: error });
  return error;
}
