import { Temporal } from 'temporal-polyfill';
import { DAY_MS, HOUR_MS } from '#src/domain/kit/time.ts';
import type { KnownPerson } from './match-people.ts';
import type { PeopleProblem } from './people-row.ts';

/** Why a file did not come, or is none that can be taken. */
export type SourceTrouble =
  | 'no-file'
  | 'no-answer'
  | 'timeout'
  | 'certificate'
  | 'unencrypted'
  | 'private'
  | 'redirects'
  | 'not-allowed'
  | 'status'
  | 'web-page'
  | 'empty'
  | 'cut-off'
  | 'too-large';

/** Why nothing was done: the file did not come, cannot be read, or most of it is wrong. */
export type ImportTrouble = SourceTrouble | 'bad-file' | 'bad-rows';

export type ImportStatus = 'done' | 'unchanged' | 'failed' | 'held' | 'undone';

export type ImportSource = 'web' | 'shell' | 'clock';

/** A problem, and what the file calls its column. */
export type LeftOutRow = PeopleProblem & { column: string };

/** What came of an import. `said`: what the server answered. `leaving`, `active`: when too many would have left. */
export type ImportDetail = {
  added: number;
  changed: number;
  left: number;
  /** People whom the file calls active and who left here: they stay away. */
  gone?: number;
  why?: ImportTrouble;
  said?: string;
  leaving?: number;
  active?: number;
  /** Nobody left by not being in the file, because some of its rows could not be taken. */
  areAbsentKept?: boolean;
  bad: LeftOutRow[];
  badCount: number;
};

export const NOTHING_DONE: ImportDetail = { added: 0, changed: 0, left: 0, bad: [], badCount: 0 };

/** How people were and became by an import, to put it back. `before`: null for somebody who was new. */
export type ImportUndo = { people: { before: KnownPerson | null; after: KnownPerson }[] };

/** So long an import can be put back. */
export const UNDO_MS = DAY_MS;

/** So long what came of one is kept. */
export const KEPT_MS = 30 * DAY_MS;

/** As many bad rows are kept of one import. */
export const MOST_BAD = 200;

/** The last time a clock showed this time of day, `05:00`. One that is skipped in spring counts an hour later. */
function lastTimeOf(at: string, now: Date, timeZone: string): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const plainTime = Temporal.PlainTime.from(at);
  const [today, yesterday] = [0, 1].map((days) =>
    local.toPlainDate().subtract({ days }).toZonedDateTime({ timeZone, plainTime }),
  );
  const due = today && today.epochMilliseconds <= now.getTime() ? today : yesterday;
  return new Date(due?.epochMilliseconds ?? now.getTime());
}

/** After a failure it is tried again so much later. */
const AGAIN_MS = HOUR_MS;

/** Whether people are to be brought up to date now. `last`: what came of it the last time that the clock asked for it. */
export function isSyncDue(
  { at, timeZone, now }: { at: string; timeZone: string; now: Date },
  last: { at: Date; status: ImportStatus } | undefined,
): boolean {
  if (!last || last.at < lastTimeOf(at, now, timeZone)) return true;
  return last.status === 'failed' && now.getTime() - last.at.getTime() >= AGAIN_MS;
}
