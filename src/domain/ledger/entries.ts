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

/** How it is remembered that a gift's money came back, wherever it went then. */
const TAKEN_BACK = ['gift.released', 'gift.undone', 'gift.voided', 'gift.reversed', 'gift.expired'] as const;

/** How it is remembered that what was left of a grant came back, wherever it went then. */
const PROMO_BACK = ['promo.expired', 'promo.taken-back'] as const;

/** How it is remembered that money held for a checkout came back: the rest of what was captured, too. */
const HELD_BACK = ['checkout.captured', 'checkout.voided', 'checkout.expired', 'checkout.declined'] as const;

/**
 * The table of the ledger: what each kind of entry moves, what it is about, what it is called and how it is remembered.
 *
 * The types, the builders, the audit's rules and the export come from it. The database keeps a copy, `entry_rule`, and
 * refuses every other entry: a new kind needs a migration that writes it there too.
 */
export const ENTRY_TABLE = {
  /** A period opens with its amount; a running one is raised; a department is topped up beside its budget; an overdraft is written off. */
  'budget.granted': {
    from: ['funding'],
    to: ['budget'],
    funds: true,
    about: {
      account: { keys: ['budget.granted'], activities: [] },
      policy: { keys: ['budget.set'], activities: ['budget.set'] },
      'top-up': { keys: ['budget.topped-up', 'budget.topped_up'], activities: ['budget.topped-up'] },
      'write-off': { keys: ['budget.written-off'], activities: ['budget.written-off'] },
    },
  },
  /** A running period is lowered, or ends because another kind of period begins; or something is left in one that is over. */
  'budget.returned': {
    from: ['budget'],
    to: ['funding'],
    funds: true,
    about: {
      policy: { keys: ['budget.set', 'budget.returned'], activities: ['budget.set'] },
      gift: { keys: ['gift.returned'], activities: TAKEN_BACK },
      'bring-home': { keys: ['budget.returned-home'], activities: ['budget.brought-home'] },
      grant: { keys: ['promo.returned'], activities: PROMO_BACK },
    },
  },
  /**
   * What a period left moves into the next one, by which it is called; or into the running one, where a gift's money came
   * back too late for that.
   */
  'budget.carried': {
    from: ['budget'],
    to: ['budget'],
    funds: true,
    about: {
      account: { keys: ['budget.carried'], activities: [] },
      gift: { keys: ['gift.carried'], activities: TAKEN_BACK },
      'bring-home': { keys: ['budget.carried-home'], activities: ['budget.brought-home'] },
      'write-off': { keys: ['budget.carried-off'], activities: ['budget.written-off'] },
      grant: { keys: ['promo.carried'], activities: PROMO_BACK },
    },
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
  /** A gift card was bought for a gift: its money has left for the provider. */
  'gift.bought': {
    from: ['outstanding'],
    to: ['purchased'],
    about: { gift: { keys: ['gift.bought'], activities: ['gift.bought'] } },
  },
  /** An unredeemed gift is taken back: by its giver, or for the organization. */
  'code.voided': {
    from: ['outstanding'],
    to: ['budget'],
    about: { gift: { keys: ['code.voided'], activities: ['gift.undone', 'gift.voided'] } },
  },
  /** A gift was not claimed by its last day. */
  'code.expired': {
    from: ['outstanding'],
    to: ['budget'],
    about: { gift: { keys: ['code.expired'], activities: ['gift.expired'] } },
  },
  /**
   * A redeemed gift is taken back out of its recipient's wallet. Or money of a checkout comes back to a wallet that was closed
   * meanwhile, and goes on as its closing says.
   */
  'wallet.adjusted': {
    from: ['wallet_gift', 'held', 'settled'],
    to: ['budget', 'paid_out'],
    about: {
      gift: { keys: ['wallet.adjusted'], activities: ['gift.reversed'] },
      checkout: { keys: ['checkout.adjusted'], activities: ['wallet.adjusted'] },
      refund: { keys: ['refund.adjusted'], activities: ['wallet.adjusted'] },
    },
  },
  /** A person gets promotional credit out of a department's budget. */
  'promo.granted': {
    from: ['budget'],
    to: ['wallet_promo'],
    about: { grant: { keys: ['promo.granted'], activities: ['promo.granted'] } },
  },
  /** What is left of a grant on its day goes back to the budget that paid for it. */
  'promo.expired': {
    from: ['wallet_promo'],
    to: ['budget'],
    about: { grant: { keys: ['promo.expired'], activities: ['promo.expired'] } },
  },
  /** What is left of a grant is taken back before its day. */
  'promo.taken-back': {
    from: ['wallet_promo'],
    to: ['budget'],
    about: { grant: { keys: ['promo.taken-back'], activities: ['promo.taken-back'] } },
  },
  /** A wallet is closed: its gift funds go back to a department's top-ups, or to their owner with the pay. */
  'wallet.closed': {
    from: ['wallet_gift'],
    to: ['budget', 'paid_out'],
    about: { closing: { keys: ['wallet.closed'], activities: ['wallet.closed'] } },
  },
  /**
   * What a record of somebody holds moves to the record that is kept of them, all of it in one entry. So does what a refund gives back
   * to a record that was merged meanwhile.
   */
  'wallet.merged': {
    from: ['wallet_gift', 'wallet_promo'],
    to: ['wallet_gift', 'wallet_promo'],
    about: {
      merge: { keys: ['wallet.merged'], activities: ['wallet.merged'] },
      refund: { keys: ['refund.merged'], activities: ['wallet.merged'] },
    },
  },
  /** Money is held for a checkout: promotional credits first, then gift funds. */
  'checkout.authorized': {
    from: ['wallet_gift', 'wallet_promo'],
    to: ['held'],
    about: { checkout: { keys: ['checkout.authorized'], activities: ['checkout.authorized'] } },
  },
  /** What is held is taken, all of it or a part. */
  'checkout.captured': {
    from: ['held'],
    to: ['settled'],
    about: { checkout: { keys: ['checkout.captured'], activities: ['checkout.captured'] } },
  },
  /** What is held and was not taken goes back to where it came from. */
  'checkout.voided': {
    from: ['held'],
    to: ['wallet_gift', 'wallet_promo'],
    about: { checkout: { keys: ['checkout.voided'], activities: HELD_BACK } },
  },
  /** What was taken goes back to where it came from. */
  'checkout.refunded': {
    from: ['settled'],
    to: ['wallet_gift', 'wallet_promo'],
    about: { refund: { keys: ['checkout.refunded'], activities: ['checkout.refunded'] } },
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
