import { SarviError } from '#contract/errors';
import { NotARegularFile } from './open-regular-file.ts';

/**
 * A failure of the file system as a `SarviError` about `path`: `path-missing`, `path-unreadable`, `disk-full` or
 * `write-failed`. An error that is already a `SarviError` stays as it is.
 */
export function fileError(thrown: unknown, path: string): SarviError {
  if (thrown instanceof SarviError) return thrown;
  // It was a regular file when it was checked.
  if (thrown instanceof NotARegularFile) return new SarviError('checkpoint-changed', { path }, { cause: thrown });
  const cause = thrown as NodeJS.ErrnoException;
  switch (cause.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new SarviError('path-missing', { path }, { cause });
    case 'EACCES':
    case 'EPERM':
      return new SarviError('path-unreadable', { path }, { cause });
    case 'ENOSPC':
    case 'EDQUOT':
      return new SarviError('disk-full', { path }, { cause });
    default:
      return new SarviError('write-failed', { path, reason: cause.code ?? cause.message }, { cause });
  }
}
