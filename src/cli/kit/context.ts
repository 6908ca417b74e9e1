import type { Command } from 'commander';
import { type Config, configFrom, readEnv } from '#src/config.ts';
import { openLog } from './open-log.ts';
import type { Core } from '#src/process/open-core.ts';
import { onEndSignal } from './on-end-signal.ts';

/** The request was understood and cannot be met: exit code 1. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Asked in a way that cannot be understood: exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** Registers one command of the program. */
export type AddCommand = (program: Command) => void;

/** Writes a line for people. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Writes data for programs: one JSON value, amounts as strings of minor units. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item), 2));
}

/** The configuration of a command that prints: it logs only when LOG_LEVEL asks for it. */
export function readConfig(): Config {
  const env = readEnv();
  return configFrom({ ...env, LOG_LEVEL: env.LOG_LEVEL ?? 'silent' });
}

/** The running product, loaded when a command needs it. */
export async function loadLargesse() {
  const [{ openCore }, { runLargesse }] = await Promise.all([
    import('#src/process/open-core.ts'),
    import('#src/process/main.ts'),
  ]);
  return { openCore, runLargesse };
}

/**
 * Opens Largesse for one command and closes it again, also on Ctrl-C. Beside a running `largesse start` it joins that
 * one's embedded Postgres, so what the command enqueues is worked on there.
 *
 * The playground is left to `largesse start`: what is sent to a room of our own is gone with this process, unread.
 */
export async function withCore<T>(run: (core: Core) => Promise<T>): Promise<T> {
  const config = { ...readConfig(), hasPlayground: false };
  const { openCore } = await import('#src/process/open-core.ts');
  const opening = openCore(config, { log: openLog(config.logLevel), allowFollower: true });
  const stopListening = leaveOnSignal(async () => (await opening).close());
  try {
    return await run(await opening);
  } finally {
    await (await opening).close();
    stopListening();
  }
}

/** Leaves with the signal's exit code once `close` is done, whatever the command was at. */
export function leaveOnSignal(close: () => Promise<void>): () => void {
  return onEndSignal((code) => void close().finally(() => process.exit(code)));
}
