import { setTimeout as sleep } from 'node:timers/promises';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { codeOf } from '#src/kit/errors.ts';

/** About three seconds in all, the time a Postgres restart takes: somebody is waiting for the answer. */
const PAUSES_MS = [100, 300, 1_000, 2_000];
/** Half a minute: nobody is waiting, and whatever is not recorded would be done again. */
const LONG_PAUSES_MS = [...PAUSES_MS, 4_000, 8_000, 15_000];

/** The driver's messages. The second one is from a rollback that hides the commit's fault. */
const LOST_WORDS = ['Connection terminated', 'Client has encountered a connection error'];

/** A write's fault, replaced by `LostAnswer` when the write may have succeeded, as with a cut connection. */
export function lostAnswerOf(fault: unknown): unknown {
  return isLost(fault) ? new LostAnswer({ cause: fault }) : fault;
}

/** Runs a query after a confirmed write. If it fails it throws `LostAnswer`, because the write was done. */
export async function askAfterWrite<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new LostAnswer({ cause: error });
  }
}

/**
 * Repeats a write that is harmless to repeat while the database is unreachable: for about three seconds, or half a
 * minute if `isPersistent`. Throws `LostAnswer` when it may have been done and no retry could tell.
 */
export async function throughOutage<T>(
  write: () => Promise<T>,
  { isPersistent = false }: { isPersistent?: boolean } = {},
): Promise<T> {
  let lost: LostAnswer | undefined;
  for (const pauseMs of [...(isPersistent ? LONG_PAUSES_MS : PAUSES_MS), undefined]) {
    try {
      return await write();
    } catch (fault) {
      const error = lostAnswerOf(fault);
      if (error instanceof LostAnswer) lost = error;
      if (pauseMs === undefined || !isOutage(error)) throw lost ?? error;
      await sleep(pauseMs);
    }
  }
  throw new Error('the last try neither succeeded nor failed');
}

/** Whether the database was unreachable, so that a retry may succeed once it is back. */
export function isOutage(error: unknown): boolean {
  return error instanceof LostAnswer || isUnreachable(error);
}

/** Cut off while it ran: the connection may have ended after the commit but before its confirmation. */
function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error) ?? '';
  if (['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) || /^(08|57P0[12])/u.test(code)) return true;
  return LOST_WORDS.some((words) => error.message.startsWith(words));
}

/** Never reached: the server is down, starting, or out of connections. */
function isUnreachable(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', '57P03', '53300'].includes(codeOf(error) ?? '');
}
