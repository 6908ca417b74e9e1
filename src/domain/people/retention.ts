/** For how many days texts and addresses are kept; null: for ever. */
export type Retention = { textDays: number | null; addressDays: number | null };

/** Nothing is blanked by its age until somebody says so. */
export const KEEPS_ALL: Retention = { textDays: null, addressDays: null };

/** The least and the most days that can be said: what is younger may still be needed by those who decide and deliver. */
export const RETENTION_DAYS = { least: 30, most: 36_500 } as const;

export function isRetention({ textDays, addressDays }: Retention): boolean {
  const { least, most } = RETENTION_DAYS;
  return [textDays, addressDays].every((days) => days === null || (days >= least && days <= most));
}

const DAY_MS = 86_400_000;

/** What happened before this instant is too old; undefined when nothing is. */
export function cutoffOf(days: number | null, now: Date): Date | undefined {
  return days === null ? undefined : new Date(now.getTime() - days * DAY_MS);
}
