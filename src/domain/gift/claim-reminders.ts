import { Temporal } from 'temporal-polyfill';

/** How many days before a gift's last day its recipient is reminded, the last day itself included. */
export const REMINDER_DAYS = [30, 14, 7, 3, 0] as const;

export type ReminderDays = (typeof REMINDER_DAYS)[number];

/** A reminder, and when it is due. */
export type ClaimReminder = { days: ReminderDays; at: Date };

/** By the clocks of where the recipient is: somebody who is asleep reads it no sooner. */
const HOUR = 9;

/** `claimBy`: the instant from which on it can no longer be claimed. `timeZone`: where its recipient is now. */
type Claim = { claimBy: Date; issuedAt: Date; timeZone: string };

/** The reminders of a gift, the first one first. Whoever got it that day needs none yet. */
export function remindersOf({ claimBy, issuedAt, timeZone }: Claim): ClaimReminder[] {
  const last = dayIn(new Date(claimBy.getTime() - 1), timeZone);
  const issued = dayIn(issuedAt, timeZone);
  return REMINDER_DAYS.map((days) => ({ days, day: last.subtract({ days }) }))
    .filter(({ day }) => Temporal.PlainDate.compare(day, issued) > 0)
    .map(({ days, day }) => ({ days, at: instantOf(day, timeZone) }));
}

/** The reminder that is due now: the last of those whose time has come. The ones before it are late, and left out. */
export function dueReminder(claim: Claim, now: Date): ClaimReminder | undefined {
  return remindersOf(claim).findLast(({ at }) => at <= now);
}

/** When there is something to do about a gift next, after an instant: to remind of it, or to let it expire. */
export function nextClaimStep(claim: Claim, after: Date): Date {
  const next = remindersOf(claim).find(({ at }) => at > after && at < claim.claimBy);
  return next?.at ?? claim.claimBy;
}

function dayIn(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

function instantOf(day: Temporal.PlainDate, timeZone: string): Date {
  const time = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: HOUR }) });
  return new Date(time.epochMilliseconds);
}
