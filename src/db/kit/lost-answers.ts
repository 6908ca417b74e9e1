import { setTimeout as sleep } from 'node:timers/promises';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { codeOf } from '#src/kit/errors.ts';

/** Some three seconds altogether, as long as a Postgres takes to restart: somebody waits for the answer. */
const PAUSES_MS = [100, 300, 1_000, 2_000];
/** Half a minute: nobody waits, and what is not written down is done again. */
const LONG_PAUSES_MS = [...PAUSES_MS, 4_000, 8_000, 15_000];

/** The driver's own words. The second are of a rollback that hides the commit's fault. */
const LOST_WORDS = ['Connection terminated', 'Client has encountered a connection error'];

/** The fault of a write, or a `LostAnswer` in its place where it may have hidden a success, such as a cut connection. */
export function lostAnswerOf(fault: unknown): unknown {
  return isLost(fault) ? new LostAnswer({ cause: fault }) : fault;
}

/** Runs a question that follows a confirmed write. Throws `LostAnswer` in place of its fault: the write was done. */
export async function askAfterWrite<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new LostAnswer({ cause: error });
  }
}

/**
 * Runs a write that is harmless to repeat, again and again while the database is away: for some three seconds, or for
 * half a minute where `isPersistent`. Throws `LostAnswer` when it may have been done and no later try could tell.
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

/** Whether the database was away, so that the same may go well once it is back. */
export function isOutage(error: unknown): boolean {
  return error instanceof LostAnswer || isAway(error);
}

/** Broken off while it ran: the server's end may come after the commit and before its confirmation. */
function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error) ?? '';
  if (['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) || /^(08|57P0[12])/u.test(code)) return true;
  return LOST_WORDS.some((words) => error.message.startsWith(words));
}

/** Never reached: the server is down, starting, or has no connection left. */
function isAway(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', '57P03', '53300'].includes(codeOf(error) ?? '');
}
