import { ConfigError } from '#src/config.ts';
import { Refused, WrongUse } from './context.ts';
import { explainFault } from './explain-fault.ts';
import { logFault } from './open-log.ts';

/** Prints in one line why a command failed. A fault shows the id of its line in the log. Returns the exit code. */
export function reportFault(error: unknown): number {
  const isFault = ![Refused, WrongUse, ConfigError].some((kind) => error instanceof kind);
  const faultId = isFault ? logFault(error) : undefined;
  const suffix = faultId ? ` (fault ${faultId})` : '';
  process.stderr.write(`largesse: ${explainFault(error)}${suffix}\n`);
  return error instanceof WrongUse || error instanceof ConfigError ? 2 : 1;
}
