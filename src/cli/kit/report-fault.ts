import { ConfigError } from '#src/config.ts';
import { newId } from '#src/kit/new-id.ts';
import { printAside, Refused, UsageError } from './context.ts';
import { explainFault } from './explain-fault.ts';
import { openedLog } from './open-log.ts';

/** Prints in one line why a command failed. A fault shows the id of its line in the log. Returns the exit code. */
export function reportFault(error: unknown): number {
  const isAnswer = [Refused, UsageError, ConfigError].some((kind) => error instanceof kind);
  const log = isAnswer ? undefined : openedLog();
  const faultId = newId();
  printAside(`largesse: ${explainFault(error)}${log ? ` (fault ${faultId})` : ''}`);
  log?.error({ faultId, err: error }, 'Command failed');
  return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
}
