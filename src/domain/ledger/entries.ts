import type { AccountKind } from './accounts.ts';

type EntryRule = {
  /** The kinds of accounts that it takes money from. */
  from: readonly AccountKind[];
  /** The kinds of accounts that it gives money to. */
  to: readonly AccountKind[];
  /** Whether it changes what came into budgets otherwise than by gifts, which accounts keep as `funded`. */
  funds?: true;
  /** What it can be about, by the type of its subject. */
  about: Record<string, SubjectRule>;
};

type SubjectRule = {
  /** What its key begins with: first what is written today, then what was written before and stands in older rows. */
  keys: readonly [string, ...string[]];
  /** How it is remembered: one of these kinds of activity. None where it follows from another entry or a date. */
  activities: readonly string[];
};

/**
 * The table of the ledger: what each kind of entry moves, what it is about, what it is called and how it is remembered.
 *
 * The types, the builders, the audit's rules and the export come from it. The database keeps a copy, `entry_rule`, and
 * refuses every other entry: a new kind needs a migration that writes it there too.
 */
export const ENTRY_TABLE = {
  /** A period opens with its amount; a running one is raised; a department is topped up beside its budget. */
  'budget.granted': {
    from: ['funding'],
    to: ['budget'],
    funds: true,
    about: {
      account: { keys: ['budget.granted'], activities: [] },
      policy: { keys: ['budget.set'], activities: ['budget.set'] },
      'top-up': { keys: ['budget.topped-up', 'budget.topped_up'], activities: ['budget.topped-up'] },
    },
  },
  /** A running period is lowered, or ends because another kind of period begins. */
  'budget.returned': {
    from: ['budget'],
    to: ['funding'],
    funds: true,
    about: { policy: { keys: ['budget.set', 'budget.returned'], activities: ['budget.set'] } },
  },
  /** What a period left moves into the next one, by which it is called. */
  'budget.carried': {
    from: ['budget'],
    to: ['budget'],
    funds: true,
    about: { account: { keys: ['budget.carried'], activities: [] } },
  },
  /** From one department's budget to another's. */
  'budget.moved': {
    from: ['budget'],
    to: ['budget'],
    funds: true,
    about: { move: { keys: ['budget.moved'], activities: ['budget.moved'] } },
  },
  /** Money is put aside until an approver decides. */
  'gift.reserved': {
    from: ['budget'],
    to: ['reserved'],
    about: { gift: { keys: ['gift.reserved'], activities: ['gift.reserved'] } },
  },
  'gift.issued': {
    from: ['budget', 'reserved'],
    to: ['outstanding'],
    about: { gift: { keys: ['gift.issued'], activities: ['gift.issued'] } },
  },
  /** Money that was put aside goes back to where it came from. */
  'gift.released': {
    from: ['reserved'],
    to: ['budget'],
    about: { gift: { keys: ['gift.released'], activities: ['gift.released'] } },
  },
  'code.redeemed': {
    from: ['outstanding'],
    to: ['wallet_gift'],
    about: { gift: { keys: ['code.redeemed'], activities: ['code.redeemed'] } },
  },
  /** An unredeemed gift is taken back: by its giver, or for the organization. */
  'code.voided': {
    from: ['outstanding'],
    to: ['budget'],
    about: { gift: { keys: ['code.voided'], activities: ['gift.undone', 'gift.voided'] } },
  },
  /** A redeemed gift is taken back out of its recipient's wallet. */
  'wallet.adjusted': {
    from: ['wallet_gift'],
    to: ['budget'],
    about: { gift: { keys: ['wallet.adjusted'], activities: ['gift.reversed'] } },
  },
} as const satisfies Record<string, EntryRule>;

type Table = typeof ENTRY_TABLE;

export type EntryKind = keyof Table;

export const ENTRY_KINDS = Object.keys(ENTRY_TABLE) as EntryKind[];

type KeyOfAny<T> = T extends T ? keyof T & string : never;

/** What an entry can be about. A top-up and a move are known by the id that whoever asked for them gave. */
export type SubjectType = KeyOfAny<Table[EntryKind]['about']>;

type SubjectTypeOf<K extends EntryKind> = keyof Table[K]['about'] & SubjectType;

/** What entries of a kind are about. `which`: of the entries about one setting, that of the period before or after the running one. */
export type SubjectOf<K extends EntryKind> = {
  type: SubjectTypeOf<K>;
  id: string;
  which?: 'before' | 'next' | undefined;
};

/** The kinds of activity by which entries are remembered. */
export type EntryActivity = {
  [K in EntryKind]: Table[K]['about'][keyof Table[K]['about']] extends { activities: readonly (infer A)[] }
    ? A
    : never;
}[EntryKind];

/** One leg of an entry to be posted: positive adds to the account. */
export type Leg = { accountId: string; amount: bigint };

/** A double-entry transaction to be posted. `key` says what it is done for; the same key posts once. */
export type NewEntry = {
  id: string;
  organizationId: string;
  kind: EntryKind;
  subject: { type: SubjectType; id: string };
  key: string;
  occurredAt: Date;
  legs: Leg[];
};

/** What names an entry: its kind, with a subject that the kind can be about. */
export type EntryName<K extends EntryKind> = { kind: K; subject: SubjectOf<K> };

type Body = { organizationId: string; legs: Leg[] };

/** Makes an entry as of a transaction's instant, called by its kind and its subject. */
export function newEntry<K extends EntryKind>(
  { newId }: { newId: () => string },
  { now }: { now: Date },
  { kind, subject, organizationId, legs }: EntryName<K> & Body,
): NewEntry {
  const { type, id, which } = subject;
  const key = [ruleOf(kind, type).keys[0], id, ...(which ? [which] : [])].join(':');
  return {
    id: newId(),
    organizationId,
    kind,
    subject: { type, id },
    key,
    occurredAt: now,
    legs,
  };
}

/** The legs that move an amount above zero, minor units, from one account to another. */
export function legsBetween(from: { id: string }, to: { id: string }, amountMinor: bigint): Leg[] {
  return [
    { accountId: from.id, amount: -amountMinor },
    { accountId: to.id, amount: amountMinor },
  ];
}

/** Whether entries of a kind may have a leg on such an account. */
export function allowsLeg(kind: EntryKind, accountKind: AccountKind, amount: bigint): boolean {
  const { from, to }: EntryRule = ENTRY_TABLE[kind];
  return (amount < 0n ? from : to).includes(accountKind);
}

/** Whether entries of a kind change what came into budgets otherwise than by gifts. */
export function fundsBudgets(kind: EntryKind): boolean {
  const rule: EntryRule = ENTRY_TABLE[kind];
  return rule.funds ?? false;
}

/** A row of the table for one kind of entry and one type of subject. */
export type FlatEntryRule = SubjectRule & {
  kind: EntryKind;
  subjectType: string;
  from: readonly AccountKind[];
  to: readonly AccountKind[];
  funds: boolean;
};

/** The table with a row for each kind and type of subject, as the database keeps it. */
export function listEntryRules(): FlatEntryRule[] {
  return entriesOf<EntryRule, EntryKind>(ENTRY_TABLE).flatMap(([kind, { from, to, funds = false, about }]) =>
    entriesOf(about).map(([subjectType, rule]) => ({ kind, subjectType, from, to, funds, ...rule })),
  );
}

function ruleOf(kind: EntryKind, type: string): SubjectRule {
  const { about }: EntryRule = ENTRY_TABLE[kind];
  const rule = about[type];
  if (!rule) throw new Error(`an entry of kind ${kind} is not about a ${type}`);
  return rule;
}

function entriesOf<T, K extends string = string>(record: Record<K, T>): [K, T][] {
  return Object.entries(record) as [K, T][];
}
