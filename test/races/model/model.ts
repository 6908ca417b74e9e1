import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import type { CardOfGift, Order, Promo, Purchase, Shelf } from './store.ts';
import type { Book, Payment } from './book.ts';
import { COMPANY, type Who } from './company.ts';

/** The product by the plainest means: a book a department, and lists of what was asked, given and is to be decided. */
export type Model = {
  /** The organization's. */
  timeZone: string;
  books: Record<DepartmentName, Book>;
  requests: Request[];
  gifts: Gift[];
  approvals: Approval[];
  delegations: { from: Who; to: Who; start: number; end: number }[];
  promos: Promo[];
  orders: Order[];
  /** What was asked of the provider, or is to be. */
  purchases: Purchase[];
  shelf: Shelf;
  /** Whose wallets are frozen. */
  frozen: Set<Who>;
  allowances: Map<Who, bigint | null>;
  rules: { shared: GivingRules; own: Map<DepartmentName, GivingRules> };
};

export const DEPARTMENTS = ['Engineering', 'Design'] as const;
export type DepartmentName = (typeof DEPARTMENTS)[number];

/** Somebody's wish to give each of some people an amount; `members` are those who were named by a group. */
export type Wish = { giver: Who; named: readonly Who[]; members: readonly Who[]; amount: bigint };

export type Request = Wish & {
  id: string;
  status: 'queued' | 'asked' | 'cancelled' | 'refused' | 'waits' | 'declined' | 'issued';
  isConfirmed: boolean;
  /** When it was last decided. */
  decidedAt: number;
  /** What it lacked, where the budget was too small for it. */
  missing: bigint;
};

export type Gift = Payment & {
  giftId: string;
  request: Request;
  recipient: Who;
  createdAt: number;
  issuedAt: number;
  /** From then on it can no longer be claimed; undefined: it has no end, or was not issued. */
  claimBy?: number | undefined;
  status: 'reserved' | 'issued' | 'redeemed' | 'bought' | 'reversed' | 'voided' | 'expired';
  /** Its code is lost, or somebody saw it. */
  isReported?: boolean;
  /** What is bought for it, where it is no stored value. */
  card?: CardOfGift | undefined;
};

export type Approval = {
  id: string;
  kind: 'gift' | 'funds' | 'void';
  department: DepartmentName;
  requestedBy: Who;
  excluded: readonly Who[];
  expiresAt: number;
  wasAsked: boolean;
  status: 'open' | 'approved' | 'declined' | 'expired' | 'withdrawn';
  request: Request;
  /** Those that wait for it, or the one to take back. */
  gifts: Gift[];
};

export function departmentOf({ giver }: Pick<Wish, 'giver'>): DepartmentName {
  const { department } = COMPANY[giver];
  if (department === 'People') throw new Error(`${giver} gives nothing`);
  return department;
}

export function rulesOf({ rules }: Model, department: DepartmentName): GivingRules {
  return rules.own.get(department) ?? rules.shared;
}

/** Those who would get a gift: each once, and not the giver because of a group that they are in. */
export function peopleOf({ giver, named, members }: Wish): Who[] {
  return [...new Set([...named, ...members.filter((one) => one !== giver)])];
}

/** What was put aside or given and has not come back. */
export function countedGifts({ gifts }: Model): Gift[] {
  return gifts.filter(({ status }) => status !== 'voided' && status !== 'reversed' && status !== 'expired');
}

export function sumOf(gifts: readonly Pick<Gift, 'amount'>[]): bigint {
  return gifts.reduce((sum, { amount }) => sum + amount, 0n);
}
