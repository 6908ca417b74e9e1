import type { Generated, JSONColumnType } from 'kysely';
import type { AccountKind } from '#src/domain/ledger/accounts.ts';
import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { EntryKind, SubjectType } from '#src/domain/ledger/entries.ts';
import type { StoredHead } from '#src/domain/ledger/proof.ts';

export type LedgerTables = {
  account: {
    organization_id: string;
    id: string;
    kind: AccountKind;
    owner_id: string;
    period: Generated<string>;
    currency: string;
    balance: Generated<bigint>;
    funded: Generated<bigint>;
    floor: bigint | null;
  };
  entry: {
    organization_id: string;
    id: string;
    kind: EntryKind;
    key: string;
    /** Both are null in rows of kinds that the ledger does not know. */
    subject_type: SubjectType | null;
    subject_id: string | null;
    occurred_at: Date;
    created_at: Generated<Date>;
  };
  entry_rule: {
    kind: string;
    subject_type: string;
    keys: string[];
    sources: string[];
    targets: string[];
    funds_budgets: boolean;
  };
  posting: {
    organization_id: string;
    id: Generated<bigint>;
    entry_id: string;
    account_id: string;
    currency: string;
    amount: bigint;
    balance_after: bigint;
  };
  activity: {
    organization_id: string;
    id: string;
    at: Date;
    kind: ActivityKind;
    actor_id: string | null;
    subject_id: string | null;
    gift_id: string | null;
    detail: JSONColumnType<Record<string, unknown>>;
    operator: string | null;
    number: Generated<bigint>;
    facts: Buffer | null;
    mac: Buffer | null;
  };
  change: {
    number: Generated<bigint>;
    organization_id: string;
    subject: string;
    key: string;
    before: JSONColumnType<object> | null;
    after: JSONColumnType<object> | null;
    at: Generated<Date>;
    transaction: Generated<string>;
    written_by: Generated<string>;
    last_seal: Buffer | null;
    mac: Buffer | null;
    running_number: Generated<bigint | null>;
  };
  change_count: { organization_id: string; last: bigint };
  guarded_table: { name: string; keys: string[]; plain: string[]; texts: string[] };
  seal: {
    organization_id: string;
    number: number;
    first_posting: bigint;
    last_posting: bigint;
    postings: number;
    marks: Buffer;
    /** These are null in seals that cover postings only. */
    last_change: bigint | null;
    changes: number | null;
    change_marks: Buffer | null;
    last_activity: bigint | null;
    activities: number | null;
    activity_marks: Buffer | null;
    hash: Buffer;
    key_id: string | null;
    mac: Buffer | null;
    unsigned: JSONColumnType<string[]> | null;
    sealed_at: Date;
  };
  kept_head: { organization_id: string; place: string; number: number; kept_at: Date };
  last_proof: {
    is_single: Generated<boolean>;
    proved_at: Date;
    broken: JSONColumnType<{ name: string; broken: string[] }[]>;
    whole_at: Date | null;
    /** Bigints are text in JSON. */
    heads: JSONColumnType<StoredHead[]> | null;
    mac: Buffer | null;
    asked_at: Generated<Date | null>;
  };
};
