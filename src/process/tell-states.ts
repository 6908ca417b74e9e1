import type { Log } from '#src/ports/log.ts';
import type { PlatformState, PlatformStates } from '#src/ports/platform-state.ts';

const LOOK_EVERY_MS = 1_000;
const REPEAT_MS = 60_000;
/** A reconnection that takes no longer than this is not worth a line. */
const UNTOLD_MS = 5_000;

/** What was said about a platform: since when it is not connected, and when that was last told. */
export type Told = { downSinceMs: number; toldAtMs?: number };

/** Whether a platform's state is worth a line now, and what to remember for the next time. */
export function judgeState(
  told: Told | undefined,
  state: PlatformState,
  nowMs: number,
): { line?: 'trouble' | 'connected'; told?: Told } {
  if (state.status === 'connected') return told?.toldAtMs === undefined ? {} : { line: 'connected' };
  const { downSinceMs, toldAtMs } = told ?? { downSinceMs: nowMs };
  if (state.status === 'connecting') {
    return { told: { downSinceMs, ...(toldAtMs === undefined ? {} : { toldAtMs }) } };
  }
  const isDue =
    toldAtMs === undefined ? isWorthTelling(state, nowMs - downSinceMs) : nowMs - toldAtMs >= REPEAT_MS;
  if (isDue) return { line: 'trouble', told: { downSinceMs, toldAtMs: nowMs } };
  return { told: { downSinceMs, ...(toldAtMs === undefined ? {} : { toldAtMs }) } };
}

/** Long waits and what needs a person are told at once. */
function isWorthTelling(
  state: Exclude<PlatformState, { status: 'connected' | 'connecting' }>,
  downMs: number,
) {
  return (
    state.status === 'needs-person' || downMs >= UNTOLD_MS || (state.trouble.retryAfterMs ?? 0) > UNTOLD_MS
  );
}

/**
 * Says in the log which platforms are not connected, why, and what to do: once a minute for as long as it lasts, and once
 * when it is over. Returns a function that stops it.
 */
export function tellStates(log: Log, states: () => PlatformStates): () => void {
  const told = new Map<string, Told>();
  function look(): void {
    for (const [platform, state] of Object.entries(states())) {
      const judged = judgeState(told.get(platform), state, performance.now());
      if (judged.told) told.set(platform, judged.told);
      else told.delete(platform);
      if (judged.line) say(log, platform, state);
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

function say(log: Log, platform: string, state: PlatformState): void {
  if (!('trouble' in state)) return log.info({ platform }, 'Chat platform is connected again');
  const { trouble, until } = state;
  const { reason, advice, setting } = trouble;
  const fields = { platform, setting, reason, advice, nextAttemptAt: until?.toISOString() };
  if (trouble.needsPerson) log.error(fields, 'Chat platform is not connected: a person must act');
  else log.warn(fields, 'Chat platform is not connected; trying again');
}
