import { ConfigError, readEnv } from '#src/config.ts';
import { Refused, WrongUse } from './context.ts';
import { explainFault } from './explain-fault.ts';

/** Prints in one line why a command failed. Returns the exit code. */
export function reportFault(error: unknown): number {
  process.stderr.write(`largesse: ${explainFault(error)}\n`);
  if (error instanceof WrongUse || error instanceof ConfigError) return 2;
  if (!(error instanceof Refused) && readEnv().LOG_LEVEL === 'debug') {
    process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
  }
  return 1;
}
