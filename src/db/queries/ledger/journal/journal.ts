import type { Money } from '#src/domain/kit/money.ts';

/** An account as a journal names it, with what it holds at the end in each currency. */
export type JournalAccount = { name: string; balances: Money[] };

export type JournalPosting = { account: string } & Money;

/** `day` is a calendar day such as `2026-11-23`. */
export type JournalEntry = {
  id: string;
  day: string;
  occurredAt: Date;
  kind: string;
  key: string;
  postings: JournalPosting[];
};

/** What a journal says before and after its entries. */
export type Journal = {
  title: string;
  /** Words for people, a line each. */
  notes: string[];
  currencies: string[];
  accounts: JournalAccount[];
  /** The days of the first and the last entry. */
  firstDay: string;
  lastDay: string;
};

/** A plain-text accounting language. Each function gives whole lines. */
export type JournalFormat = {
  writeHead(journal: Journal): string;
  writeEntry(entry: JournalEntry): string;
  /** The balance that every account must have, so that the reader of the file proves it. */
  writeBalances(journal: Journal): string;
};
