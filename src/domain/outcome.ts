import type { AmountProblem } from './kit/amount/amount-problem.ts';
import type { Money } from './kit/money.ts';
import type { PendingReason } from './people/identity.ts';
import type { Role } from './people/roles.ts';

/** Why something was not done. A value, not a fault: asking again gives the same answer. */
export type Refusal =
  | { kind: 'unknown-giver' }
  | { kind: 'not-allowed'; role: Role }
  | { kind: 'self-gift' }
  | { kind: 'unknown-recipient'; name: string }
  | { kind: 'ambiguous-recipient'; name: string }
  | { kind: 'not-yours-to-confirm' }
  | { kind: 'unknown-group'; name: string }
  | { kind: 'empty-group'; name: string }
  | { kind: 'unknown-members'; group: string; names: string[] }
  | { kind: 'too-many-people'; people: number; most: number }
  | { kind: 'deactivated-recipient'; name: string }
  | { kind: 'bot-recipient'; name: string }
  | { kind: 'guest-recipient'; name: string }
  | { kind: 'nobody-to-give' }
  /** Without `why` if an older version refused it. */
  | ({ kind: 'bad-amount'; currency?: string } & ({ typed: string; why?: never } | AmountProblem))
  | { kind: 'wrong-currency'; given: string; expected: string; department: string }
  | { kind: 'gift-too-large'; most: StoredMoney }
  | { kind: 'gift-too-small'; least: StoredMoney }
  | { kind: 'over-allowance'; asked: StoredMoney; left: StoredMoney; until: string; timeZone: string }
  | { kind: 'over-cap'; name: string; left: StoredMoney; year: string }
  | { kind: 'pair-share'; name: string; percent: number; maxPercent: number; until: string; timeZone: string }
  | { kind: 'budget-frozen'; department: string }
  | { kind: 'no-budget'; department: string }
  | {
      kind: 'over-budget';
      department: string;
      asked: StoredMoney;
      left: StoredMoney;
      until: string;
      timeZone: string;
    }
  | { kind: 'mistyped-code' }
  | { kind: 'code-refused' }
  | { kind: 'too-many-codes'; until: string }
  | { kind: 'unknown-person' }
  | { kind: 'not-yours' }
  | { kind: 'not-yours-to-see' }
  | { kind: 'already-redeemed' }
  | { kind: 'not-your-gift' }
  | { kind: 'unknown-gift' }
  | { kind: 'nothing-to-undo' }
  | { kind: 'undo-over'; minutes: number }
  | { kind: 'gift-waits' }
  | { kind: 'gift-redeemed' }
  | { kind: 'gift-expired' }
  | { kind: 'gift-withdrawn' }
  | { kind: 'gift-reversed' }
  | { kind: 'wallet-too-low'; name: string; left: StoredMoney }
  | { kind: 'void-not-allowed'; role: Role }
  | { kind: 'void-asked-already' }
  | { kind: 'budget-below-spent'; spent: StoredMoney }
  | { kind: 'too-little-to-move'; department: string; left: StoredMoney }
  | { kind: 'same-department'; department: string }
  | { kind: 'currencies-differ'; from: string; to: string }
  | { kind: 'unknown-department'; name: string; known: string[] }
  | { kind: 'no-gift-fits'; whose: 'all' | 'one'; department: string }
  | {
      kind: 'nobody-is-reminded';
      whose: 'all' | 'one';
      department: string;
      approvalHours: number;
      remindHours: number;
    }
  | { kind: 'money-moved'; currency: string; zone: string }
  | { kind: 'unlinked-workspace'; platform: string }
  | { kind: 'pending-identity'; platform: string; reason: PendingReason; number: number }
  | { kind: 'pending-recipient'; name: string; reason: PendingReason; number: number }
  | { kind: 'unknown-pending'; number: number }
  | { kind: 'unknown-account'; account: string }
  | { kind: 'account-gone'; platform: string; userId: string }
  | { kind: 'inactive-person'; name: string }
  | { kind: 'admins-only'; role: Role }
  | { kind: 'invite-refused' }
  | { kind: 'platform-silent' }
  | { kind: 'unknown-button' }
  | { kind: 'unknown-command'; name: string }
  | { kind: 'unknown-approval' }
  | { kind: 'not-approver' }
  | { kind: 'not-yours-to-withdraw' }
  | { kind: 'reason-missing' }
  | { kind: 'funds-asked' }
  | { kind: 'no-funds-to-ask' }
  | { kind: 'own-delegate' }
  | { kind: 'inactive-delegate'; name: string }
  | { kind: 'time-is-over' }
  | { kind: 'already-approved'; by: string }
  | { kind: 'already-declined'; by: string }
  | { kind: 'already-expired' }
  | { kind: 'already-withdrawn' };

/** Money as stored in JSON, because a refusal is stored with its request. */
export type StoredMoney = { amountMinor: string; currency: string };

export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}

export function storeMoney(money: Money): StoredMoney {
  return { amountMinor: money.amountMinor.toString(), currency: money.currency };
}

export function moneyOf(stored: StoredMoney): Money {
  return { amountMinor: BigInt(stored.amountMinor), currency: stored.currency };
}
