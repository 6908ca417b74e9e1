import { codeOf } from '#src/kit/errors.ts';
import type { Log } from '#src/ports/log.ts';

/** A run that failed. */
export type Failure = { id: string; err: Error };

/** Reports a failure; `about` is a static message. */
export type ReportFailure = (about: string, failure: Failure) => void;

const QUIET_MS = 60_000;
const SHOWN_IDS = 10;

/**
 * Reports failures so that neither a batch nor an outage floods the log: all that fail of one cause at the same moment are one
 * line, with how many they are and the first ids, and what fails of it later is one line a minute.
 */
export function createFailureReport(log: Log, { quietMs = QUIET_MS } = {}): ReportFailure {
  const unsaid = new Map<string, { about: string; failures: Failure[] }>();

  function say(cause: string): void {
    const kept = unsaid.get(cause);
    const [first] = kept?.failures ?? [];
    if (!kept || !first) return void unsaid.delete(cause);
    const ids = [...new Set(kept.failures.map(({ id }) => id))];
    log.warn({ ids: ids.slice(0, SHOWN_IDS), count: kept.failures.length, err: first.err }, kept.about);
    kept.failures = [];
    setTimeout(() => say(cause), quietMs).unref();
  }

  return function report(about, failure) {
    const cause = `${about} ${causeOf(failure.err)}`;
    const kept = unsaid.get(cause);
    if (kept) return void kept.failures.push(failure);
    unsaid.set(cause, { about, failures: [failure] });
    setImmediate(() => say(cause));
  };
}

/** Ids and numbers differ from one to the next. */
function causeOf(err: Error): string {
  return codeOf(err) ?? `${err.name} ${err.message.replaceAll(/[\da-f]+(-[\da-f]+)+|\d+/gu, '#')}`;
}
