import type { AuditHead } from '#src/domain/ledger/audit-head.ts';

/** A place outside of the database that keeps the heads of the sealed books. */
export type HeadKeeper = {
  /** As the setting names it, such as `file:/srv/heads.txt`. */
  place: string;
  /** A head is given to it no sooner than this after the one before. */
  everyMs: number;
  /** Rejects when it could not be kept; it is tried again with the next seal. */
  keep(head: AuditHead): Promise<void>;
};
