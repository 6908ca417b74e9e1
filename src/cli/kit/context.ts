import type { Command } from 'commander';
import { type Config, configFrom, readEnv } from '#src/config.ts';
import { openLog } from './open-log.ts';
import { withoutReordering } from '#src/domain/kit/plain-texts.ts';
import { withInvocation } from './with-invocation.ts';
import type { Core } from '#src/process/open-core.ts';
import { userName } from './operator.ts';
import { onEndSignal } from './on-end-signal.ts';

/** The request was understood but cannot be met: exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** The command line is invalid: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Adds one command to the program. */
export type AddCommand = (program: Command) => void;

/** Prints a line for people. */
export function print(line = ''): void {
  process.stdout.write(`${withInvocation(line)}\n`);
}

/** The same, where it is no part of what was asked for: what is wrong, or to be decided. */
export function printAside(line: string): void {
  process.stderr.write(`${withInvocation(line)}\n`);
}

/** Prints a file piece by piece, as fast as it is read. What it says stays as it is, but for what would reorder a terminal's line. */
export async function printPieces(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    // A reader that is gone ends the program, so nothing waits for it.
    if (!process.stdout.write(withoutReordering(piece)))
      await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
  }
}

/** Prints data for programs: one JSON value, with amounts as strings of minor units. */
export function printJson(value: unknown): void {
  process.stdout.write(
    `${JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item), 2)}\n`,
  );
}

/** The configuration of a command that prints: it logs only if LOG_LEVEL is set. */
export function readConfig(): Config {
  const env = readEnv();
  return configFrom({ ...env, LOG_LEVEL: env.LOG_LEVEL ?? 'silent' });
}

/** The product, loaded only when a command needs it. */
export async function loadLargesse() {
  const [{ openCore }, { runLargesse }] = await Promise.all([
    import('#src/process/open-core.ts'),
    import('#src/process/main.ts'),
  ]);
  return { openCore, runLargesse };
}

/**
 * Opens Largesse for one command and closes it again, even on Ctrl-C. If a `largesse start` is running, it shares that
 * process's embedded Postgres, whose workers then process what the command enqueues.
 *
 * Does not open the playground: messages sent to a room in this process would be lost with it, unread.
 */
export async function withCore<T>(run: (core: Core) => Promise<T>): Promise<T> {
  const config = { ...readConfig(), hasPlayground: false };
  for (const { platform, error } of config.misconfigured) {
    printAside(`largesse: ${platform} is left out: ${error.message}`);
  }
  const { openCore } = await import('#src/process/open-core.ts');
  const opening = openCore(config, {
    log: openLog(config.logLevel),
    operator: userName(),
    allowFollower: true,
  });
  const stopListening = leaveOnSignal(async () => (await opening).close());
  try {
    return await run(await opening);
  } finally {
    await (await opening).close();
    stopListening();
  }
}

/** Exits with the signal's code once `close` is done, whatever the command was doing. */
export function leaveOnSignal(close: () => Promise<void>): () => void {
  return onEndSignal((code) => void close().finally(() => process.exit(code)));
}
