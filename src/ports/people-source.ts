import type { SourceTrouble } from '#src/domain/people/people-import.ts';

/** A file that came, one that is as it was, or why none came. `said`: what was answered, in a few words. */
export type SourceAnswer =
  | { ok: true; bytes: Uint8Array; etag?: string | undefined }
  | { ok: true; isUnchanged: true; bytes?: never }
  | { ok: false; why: SourceTrouble; said?: string | undefined };

/** Where a company's file of people is, and how often it is read. */
export type PeopleFeed = {
  /** The file or address, without what it keeps secret. */
  place: string;
  /** The time of day, `05:00`. */
  at: string;
  /** Whether people who are not in it leave. */
  leavers: boolean;
  /** Reads it, unless it is still what has this tag. A file that does not come is never thrown. */
  read: (etag?: string) => Promise<SourceAnswer>;
};
