import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';
import { codeOf } from '#src/kit/errors.ts';

const OWN_SERVER = 'set DATABASE_URL to a Postgres of your own';

/** What is known about a failed start. `output` is what Postgres itself printed last. */
export type StartFailure = { cluster: string; fault: unknown; output: string };

/** Explains a failed start in one line that says what to do. */
export function explainFailure(failure: StartFailure): EmbeddedPostgresError {
  if (failure.fault instanceof EmbeddedPostgresError) return failure.fault;
  return new EmbeddedPostgresError(explain(failure), { cause: failure.fault });
}

/** The last log lines as one, without their dates. */
export function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.replace(/^[\d-]+ [\d:.]+ \w+ \[\d+\] /, '').trim());
  return lines
    .filter((line) => line !== '')
    .slice(-4)
    .join(' | ');
}

function explain({ cluster, fault, output }: StartFailure): string {
  const said = lastWords(output) || reasonOf(fault);
  const code = codeOf(fault) ?? '';
  if (code === 'ENOSPC' || /no space left on device/i.test(output))
    return `The disk that holds ${cluster} is full: free some space, or set LARGESSE_DIR to a folder on another disk.`;
  if (isFaultOfSpawn(fault) || /cannot open shared object file|version .GLIBC|symbol not found/i.test(output))
    return `The embedded Postgres cannot be run on this system (${said}): ${OWN_SERVER}.`;
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EDQUOT'].includes(code) || isFaultOfMkdir(fault))
    return `The database folder ${cluster} cannot be used (${said}): let this user write there, or set LARGESSE_DIR to another folder.`;
  if (code === '28P01')
    return `The database in ${cluster} does not accept the password in the file beside it: restore that file from a backup.`;
  return `The embedded Postgres of ${cluster} did not start (${said}): fix that, or ${OWN_SERVER}.`;
}

/** Some file systems, such as `/proc`, take no folders at all. */
function isFaultOfMkdir(fault: unknown): boolean {
  return fault instanceof Error && 'syscall' in fault && fault.syscall === 'mkdir';
}

function isFaultOfSpawn(fault: unknown): boolean {
  return fault instanceof Error && 'syscall' in fault && String(fault.syscall).startsWith('spawn');
}
