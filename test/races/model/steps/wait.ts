import { periodNow } from '../book.ts';
import { beginOf } from '../calendar.ts';
import type { DepartmentName } from '../model.ts';
import { nowOf, type Step, step } from './step.ts';

const MINUTE_MS = 60_000;

export function wait(minutes: number): Step {
  return step(`wait ${minutes} minutes`, async (_, { core }) => core.clock.advance(minutes * MINUTE_MS));
}

/** To so many seconds before or after the end of a department's period, never back. */
export function waitForEnd(name: DepartmentName, seconds: number): Step {
  return step(`wait for the end of ${name}’s period and ${seconds} seconds`, async (model, real) => {
    const book = model.books[name];
    const at = nowOf(real);
    const end = beginOf(periodNow(book, at).next, book.timeZone) + seconds * 1_000;
    real.core.clock.advance(Math.max(end - at, 0));
  });
}

/** To so many seconds before or after the next, or a later one, of the ends of approvals, absences and gifts. */
export function waitForTurn(later: number, seconds: number): Step {
  return step(
    `wait for turn ${later} and ${seconds} seconds`,
    async ({ approvals, delegations, gifts }, real) => {
      const at = nowOf(real);
      const open = approvals.filter(({ status }) => status === 'open');
      const claimable = gifts.flatMap(({ status, claimBy }) =>
        status === 'issued' && claimBy ? [claimBy] : [],
      );
      const turns = [
        ...open.map(({ expiresAt }) => expiresAt),
        ...delegations.map(({ end }) => end),
        ...claimable,
      ];
      const turn = turns.filter((one) => one > at).toSorted((a, b) => a - b)[later] ?? at;
      real.core.clock.advance(Math.max(turn + seconds * 1_000 - at, 0));
    },
  );
}
