import type { Kysely, Transaction } from 'kysely';
import type { Log } from '#src/ports/log.ts';
import type { JobName } from '#src/ports/queue.ts';
import type { PeopleTables } from './tables/people.ts';
import type { LedgerTables } from './tables/ledger.ts';
import type { BudgetTables } from './tables/budget.ts';
import type { GiftTables } from './tables/gift.ts';
import type { ApprovalTables } from './tables/approval.ts';
import type { MessageTables } from './tables/message.ts';
import type { RecognitionTables } from './tables/recognition.ts';
import type { CardTables } from './tables/card.ts';
import type { SessionTables } from './tables/session.ts';
import type { WalletTables } from './tables/wallet.ts';
import type { CheckoutTables } from './tables/checkout.ts';
import type { RewardTables } from './tables/reward.ts';
import type { StoreTables } from './tables/store.ts';
import type { ReportTables } from './tables/report.ts';
import type { WebhookTables } from './tables/webhook.ts';
import type { KeysTables } from './tables/keys.ts';
import type { JobsTables } from './tables/jobs.ts';

/** The tables as `migrations/` makes them: bigint is `bigint`, timestamptz is `Date`, date is `YYYY-MM-DD`. */
export type Schema = PeopleTables &
  LedgerTables &
  BudgetTables &
  GiftTables &
  ApprovalTables &
  MessageTables &
  RecognitionTables &
  CardTables &
  SessionTables &
  WalletTables &
  CheckoutTables &
  RewardTables &
  StoreTables &
  ReportTables &
  WebhookTables &
  KeysTables &
  JobsTables;

export type Db = Kysely<Schema>;

/** Only `Tx` has it, so no other transaction passes for one. */
declare const transacted: unique symbol;

/**
 * A running transaction, which only `transact` creates. A function that needs one takes a `Tx`; one that does not care
 * takes a `Reader`.
 */
export type Tx = Transaction<Schema> & {
  readonly [transacted]: true;
  /** The instant at which all of it happens. Read on first use, so after any locks taken before that. */
  readonly now: Date;
  /** In words, who runs the command that does it; null where a person does it in chat, or the product itself. */
  readonly operator: string | null;
  /** A signature for the record, 32 bytes, under a key that is not in the database. */
  sign(text: string): Uint8Array;
  /** Enqueues these ids for a job after commit, and not if the transaction is rolled back. */
  after(job: JobName, ids: readonly string[]): void;
  /** Logs after commit, and not if the transaction is rolled back. */
  readonly log: Pick<Log, 'debug' | 'info'>;
  /** Commits even if the work ends in a refusal, for writes such as the record of that refusal. */
  keepOnRefusal(): void;
};

/** Anything that can be queried, a transaction included. */
export type Reader = Kysely<Schema>;
