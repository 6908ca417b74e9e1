import { DAY_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { cappedMs } from './retry-schedule.ts';
import type { Verdict } from './verdict.ts';

/**
 * How a webhook does. `failures`: so many times in a row it was down. `failingSince`: no call went well since then.
 * `heldUntil`: it is left alone until then.
 */
export type Health = {
  failures: number;
  failingSince: Date | null;
  heldUntil: Date | null;
  warnedAt: Date | null;
};

/** Why a webhook is disabled: it answered 410, or no call went well for days. */
export type DisabledWhy = 'gone' | 'failing';

/** A call that was made, and how long its answer asked to wait. */
export type JudgedCall = { verdict: Verdict; retryAfterMs?: number | undefined };

/** How it does now; whether it is disabled from now on, and whether admins are to be warned. */
export type HealthChange = { health: Health; disabledWhy?: DisabledWhy; isWarning: boolean };

const FIRST_HOLD_MS = 5_000;
const LONGEST_HOLD_MS = 5 * MINUTE_MS;
const WARN_AFTER_MS = DAY_MS;
/** Shorter than an event is tried for, so that one that nobody ever takes disables the webhook before it is given up. */
const DISABLE_AFTER_MS = 3 * DAY_MS;

const WELL: Health = { failures: 0, failingSince: null, heldUntil: null, warnedAt: null };

/**
 * How a webhook does after these calls, of which there is at least one. One that went well is enough to be well. A receiver
 * that is down is left alone for a while, which doubles up to five minutes; one that only refuses an event is not. `random`
 * is from 0 to 1.
 */
export function healthAfter(
  before: Health,
  calls: readonly JudgedCall[],
  { now, random }: { now: Date; random: number },
): HealthChange {
  const askedMs = cappedMs(Math.max(0, ...calls.map(({ retryAfterMs = 0 }) => retryAfterMs)));
  const asked = askedMs > 0 ? new Date(now.getTime() + askedMs) : null;
  const isGone = calls.some(({ verdict }) => verdict === 'gone');
  if (!isGone && calls.some(({ verdict }) => verdict === 'ok')) {
    return { health: { ...WELL, heldUntil: asked }, isWarning: false };
  }
  const isDown = calls.some(({ verdict }) => verdict === 'down');
  const failures = isDown ? before.failures + 1 : 0;
  const failingSince = before.failingSince ?? now;
  const failingMs = now.getTime() - failingSince.getTime();
  const isWarning = before.warnedAt === null && failingMs >= WARN_AFTER_MS;
  const heldUntil = isDown ? new Date(now.getTime() + Math.max(holdMs(failures, random), askedMs)) : asked;
  const health = { failures, failingSince, heldUntil, warnedAt: isWarning ? now : before.warnedAt };
  if (isGone) return { health, disabledWhy: 'gone', isWarning: false };
  if (failingMs >= DISABLE_AFTER_MS) return { health, disabledWhy: 'failing', isWarning: false };
  return { health, isWarning };
}

function holdMs(failures: number, random: number): number {
  const fullMs = Math.min(FIRST_HOLD_MS * 2 ** (failures - 1), LONGEST_HOLD_MS);
  return Math.round(fullMs * (1 - random / 4));
}
