import type { AmountProblem } from './kit/amount/amount-problem.ts';
import type { StoredMoney } from './kit/money.ts';
import type { ProposalStatus, RightsChange } from './budget/proposal.ts';
import type { PendingReason } from './people/identity.ts';
import type { OffLimits } from './people/off-limits.ts';
import type { Role } from './people/roles.ts';
import type { TaxMapProblem } from './report/tax-map.ts';
import type { OrderStatus, WebhookStatus } from './states.ts';
import type { WebhookUrlProblem } from './webhook/read-webhook-url.ts';
import type { ItemTrouble } from './store/check-item.ts';
import type { ItemField } from './store/item.ts';
import type { PictureTrouble } from './store/read-picture.ts';

/** Why something was not done. A value, not a fault: asking again gives the same answer. */
export type Refusal =
  | { kind: 'unknown-giver' }
  | { kind: 'not-allowed'; role: Role }
  | { kind: 'self-gift' }
  | { kind: 'unknown-recipient'; name: string }
  | { kind: 'unknown-guest'; name: string }
  | { kind: 'ambiguous-recipient'; name: string }
  | { kind: 'not-yours-to-confirm' }
  | { kind: 'no-answer-about-people' }
  | { kind: 'unknown-group'; name: string }
  | { kind: 'empty-group'; name: string }
  | { kind: 'unknown-members'; group: string; names: string[] }
  | { kind: 'too-many-people'; people: number; most: number }
  | { kind: 'deactivated-recipient'; name: string }
  | { kind: 'bot-recipient'; name: string }
  | { kind: 'guest-recipient'; name: string }
  /** `name`: an address that nobody here has. */
  | { kind: 'outside-recipient'; name: string }
  | { kind: 'nobody-to-give' }
  | { kind: 'unsigned-request' }
  | {
      kind: 'changed-by-hand';
      what: 'approval' | 'right' | 'gift' | 'account' | 'factor' | 'promo' | 'wallet' | 'checkout' | 'order';
    }
  /** Without `why` if an older version refused it. */
  | ({ kind: 'bad-amount'; currency?: string } & ({ typed: string; why?: never } | AmountProblem))
  | { kind: 'wrong-currency'; given: string; expected: string; department: string }
  | { kind: 'gift-too-large'; most: StoredMoney }
  | { kind: 'gift-too-small'; least: StoredMoney }
  /** The card that a department's gifts are: it is not in the catalogue, or nobody sells it to us. */
  | { kind: 'no-gift-card'; department: string }
  | { kind: 'gift-card-unsold'; card: string }
  | { kind: 'gift-card-currency'; card: string; given: string; expected: string }
  | { kind: 'gift-card-amount'; card: string; least: StoredMoney; most: StoredMoney }
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
  | { kind: 'too-many-at-once'; most: number }
  /** Asking again may help: this process lacks a key that another one has. */
  | { kind: 'unread' }
  | { kind: 'too-many-codes'; until: string }
  | { kind: 'signed-out' }
  | { kind: 'no-web' }
  | { kind: 'too-many-sign-ins'; until: string }
  /** `bad`: there is no such link; `old`: it has expired, or a newer one was sent. */
  | { kind: 'sign-in-refused'; why: 'bad' | 'spent' | 'old' | 'needsCode' | 'noCode' | 'wrongCode' }
  | { kind: 'unknown-account-here' }
  | { kind: 'unknown-person' }
  | { kind: 'not-yours' }
  | { kind: 'not-yours-to-see' }
  | { kind: 'already-thanked' }
  | { kind: 'already-redeemed' }
  | { kind: 'already-thanked' }
  | { kind: 'not-your-gift' }
  | { kind: 'unknown-gift' }
  | { kind: 'nothing-to-undo' }
  | { kind: 'undo-over'; minutes: number }
  | { kind: 'gift-waits' }
  | { kind: 'not-given-yet' }
  | { kind: 'gift-redeemed' }
  /** It cannot be taken back: a card is being bought for it, or was. */
  | { kind: 'gift-card-ordered'; card: string }
  | { kind: 'gift-card-bought'; card: string }
  /** It cannot be had as stored value: it will be a card, or is one. */
  | { kind: 'gift-is-card'; card: string }
  | { kind: 'gift-card-here'; card: string }
  /** Its recipient has yet to choose the card that it will be. */
  | { kind: 'gift-to-choose' }
  /** Another card was chosen since it was looked at, in another window. */
  | { kind: 'gift-card-chosen'; card: string }
  /** What was chosen is not, or no longer, to be had for this gift. */
  | { kind: 'gift-card-gone' }
  /** There is nothing to choose any more: the gift is stored value. */
  | { kind: 'gift-is-value' }
  | { kind: 'gift-expired' }
  | { kind: 'gift-withdrawn' }
  | { kind: 'gift-reversed' }
  | { kind: 'wallet-too-low'; name: string; left: StoredMoney }
  | { kind: 'void-not-allowed'; role: Role }
  | { kind: 'void-asked-already' }
  | { kind: 'promo-not-allowed'; role: Role }
  | { kind: 'promo-asked-differently'; request: string }
  | { kind: 'unknown-promo' }
  | { kind: 'promo-over'; how: 'expired' | 'taken-back' | 'spent' }
  | { kind: 'promo-return-asked' }
  | { kind: 'unknown-reward' }
  | { kind: 'reward-waits' }
  | { kind: 'reward-not-bought' }
  | { kind: 'purchase-not-allowed' }
  | { kind: 'unknown-purchase' }
  | { kind: 'purchase-not-waiting'; why: 'asked' | 'bought' | 'rejected' }
  | { kind: 'reward-not-shown'; why: 'no-answer' | 'refused' }
  | { kind: 'guard-not-allowed'; role: Role }
  | { kind: 'code-frozen' }
  | { kind: 'code-not-reported' }
  | { kind: 'no-such-code'; lastFour: string }
  | { kind: 'nothing-to-report' }
  | { kind: 'reissue-asked' }
  | { kind: 'wallet-frozen' }
  | { kind: 'wallet-empty'; name: string }
  | { kind: 'closing-asked' }
  | { kind: 'closing-way'; region: string; ways: string[] }
  | { kind: 'tax-since-past'; since: string; today: string }
  | ({ kind: 'bad-tax-map' } & TaxMapProblem)
  | { kind: 'unknown-tax-map'; name: string; known: string[] }
  | { kind: 'unfilled-tax-map'; map: string; column: string }
  | { kind: 'unknown-marketplace'; name: string; known: string[] }
  | { kind: 'marketplace-exists'; name: string }
  | { kind: 'marketplace-of-store' }
  | { kind: 'marketplace-currency'; marketplace: string; given: string; expected: string }
  | { kind: 'amount-not-positive' }
  /** `missing`: what neither the wallet nor another payment method pays. */
  | { kind: 'wallet-short'; asked: StoredMoney; missing: StoredMoney }
  | { kind: 'checkout-asked-differently'; request: string }
  | { kind: 'unknown-checkout' }
  | { kind: 'checkout-not-allowed'; role: Role }
  | { kind: 'checkout-over'; how: 'captured' | 'voided' | 'expired' | 'declined' }
  /** Another payment method has yet to answer. */
  | { kind: 'checkout-waits' }
  | { kind: 'checkout-not-captured' }
  | { kind: 'capture-too-much'; most: StoredMoney }
  | { kind: 'refund-too-much'; left: StoredMoney }
  | { kind: 'second-factor-needed' }
  | { kind: 'budget-below-spent'; spent: StoredMoney }
  | { kind: 'too-little-to-move'; department: string; left: StoredMoney }
  | { kind: 'nothing-overspent'; department: string }
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
  /** `days`: the least that the law of the department's region asks for; 0 where gifts may not end at all. */
  | { kind: 'claim-too-short'; department: string; region: string; law: string; days: number }
  | { kind: 'money-moved'; currency: string; zone: string }
  | { kind: 'setup-not-allowed'; role: Role }
  /** A warning about giving that whoever answers it is part of. */
  | { kind: 'own-warning' }
  /** Whoever sees no spend, is no colleague or has no address gets none by mail. */
  | { kind: 'no-spend-mailing'; name: string }
  | { kind: 'no-sample' }
  /** The people who did not come with the sample company, and the workspaces that joined it. */
  | { kind: 'sample-mixed'; people: number; workspaces: number }
  | { kind: 'mistyped-factor-code' }
  | { kind: 'mistyped-app-code' }
  | { kind: 'wrong-app-code' }
  | { kind: 'factor-refused' }
  | { kind: 'factor-paused'; minutes: number }
  | { kind: 'no-factor' }
  | { kind: 'no-factor-of'; name: string }
  | { kind: 'no-enrolment' }
  | { kind: 'limited-session'; role: Role }
  | { kind: 'step-up-needed' }
  | { kind: 'factor-required'; role: Role }
  | { kind: 'own-factor' }
  | { kind: 'needs-another-admin' }
  | { kind: 'reset-reason-missing' }
  | { kind: 'reset-asked-already'; name: string }
  | { kind: 'no-reset'; name: string }
  | { kind: 'asker-no-admin'; name: string }
  | { kind: 'second-factor-asked'; over: StoredMoney }
  | { kind: 'second-factor-to-spend'; over: StoredMoney }
  | { kind: 'second-factor-to-approve'; over: StoredMoney }
  | { kind: 'unlinked-workspace'; platform: string }
  | { kind: 'pending-identity'; platform: string; reason: PendingReason; number: number }
  | { kind: 'pending-recipient'; name: string; reason: PendingReason; number: number }
  | { kind: 'unknown-token' }
  | { kind: 'token-too-long' }
  | { kind: 'budget-not-allowed'; role: Role }
  /** Nobody widens what they give from themselves. */
  | { kind: 'own-budget' }
  /** Somebody has set it since the form was opened. */
  | { kind: 'setting-changed' }
  /** It was proposed, and waits for a second person. `until`: an ISO instant. */
  /** `alone`: nobody else here could confirm it but whoever runs the program. */
  | { kind: 'second-person-asked'; over: StoredMoney; until: string; timeZone: string; alone: 'yes' | 'no' }
  | {
      kind: 'second-person-for-right';
      what: RightsChange['kind'];
      name: string;
      until: string;
      timeZone: string;
      alone: 'yes' | 'no';
    }
  | { kind: 'role-of-many'; role: Role }
  | { kind: 'proposal-not-confirmed' }
  | { kind: 'unknown-proposal' }
  | { kind: 'proposal-over'; status: Exclude<ProposalStatus, 'open'> }
  | { kind: 'proposal-outdated' }
  | { kind: 'own-proposal' }
  | { kind: 'proposer-lost-right'; name: string }
  /** Instants are in ISO, here and below: what is planned begins later than now. */
  | { kind: 'plan-not-ahead' }
  /** A budget begins with a period: the next two that do. */
  | { kind: 'plan-off-period'; first: string; second: string; timeZone: string }
  /** Its periods never begin together with those of before. */
  | { kind: 'plan-never-fits' }
  /** What is planned from then on would not fit any more. */
  | { kind: 'plan-conflict'; from: string; timeZone: string }
  | { kind: 'unknown-plan' }
  | { kind: 'plan-begun'; from: string; timeZone: string }
  /** Without it, more could be given then than one person may decide alone. */
  | { kind: 'withdrawal-raises'; over: StoredMoney }
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
  | { kind: 'address-taken'; address: string; name: string }
  | { kind: 'number-taken'; number: string; name: string }
  | { kind: 'manager-circle'; name: string }
  /** A company's directory: the name is somebody else's there, what it may not change, and too many leavers at once. */
  | { kind: 'user-name-taken'; userName: string; name: string }
  | { kind: 'left-to-admins'; name: string; what: 'address' | 'department' | 'return' }
  | { kind: 'too-many-leavers'; leavers: number }
  | { kind: 'import-stays'; why: 'unknown' | 'undone' | 'nothing' | 'late' }
  | { kind: 'people-not-allowed'; role: Role }
  | { kind: 'retention-days' }
  | { kind: 'data-taken-often'; most: number; until: string; timeZone: string }
  | { kind: 'person-off-limits'; why: OffLimits; name: string }
  /** Somebody else changed them since they were looked at. */
  | { kind: 'person-changed'; name: string }
  /** What keeps somebody from being erased, and that somebody was. */
  | { kind: 'erase-off-limits'; name: string; why: 'self' | 'admin' | 'last-admin' }
  | { kind: 'erase-balance'; name: string; held: StoredMoney }
  | { kind: 'erase-open'; name: string; what: 'gifts' | 'orders' | 'requests' | 'approvals'; count: number }
  | { kind: 'erase-altered'; name: string }
  | { kind: 'person-erased'; name: string }
  /** What keeps two records of one person from being merged, and that one was. `into`: whose record is kept. */
  | {
      kind: 'merge-off-limits';
      name: string;
      why: 'same' | 'self' | 'left' | 'lastAdmin' | 'frozen' | 'directory';
    }
  | {
      kind: 'merge-open';
      name: string;
      what: 'gifts' | 'orders' | 'requests' | 'approvals' | 'codes';
      count: number;
    }
  | { kind: 'person-merged'; name: string; into: string }
  | { kind: 'person-nameless'; name: string }
  | { kind: 'account-moved'; account: string }
  /** So many would leave at once that it has to be said a second time. */
  | { kind: 'mass-leaving'; leaving: number; active: number }
  | { kind: 'departments-not-allowed'; role: Role }
  | { kind: 'department-changed'; name: string }
  | { kind: 'department-closed'; department: string }
  /** `name`: who would get a gift there, or come there. */
  | { kind: 'place-closed'; department: string; name: string }
  /** A directory's group whose members would come to a closed department. */
  | { kind: 'group-closed'; department: string; group: string }
  | { kind: 'closing-reason-missing' }
  | { kind: 'department-in-use'; department: string; people: number; approvals: number }
  | { kind: 'deactivated-giver'; name: string }
  | { kind: 'department-exists'; name: string }
  | { kind: 'currency-in-use'; department: string; currency: string }
  | { kind: 'unknown-webhook' }
  | { kind: 'webhook-url'; problem: WebhookUrlProblem }
  | { kind: 'webhook-types'; unknown: string[]; known: string[] }
  | { kind: 'webhook-limit'; most: number }
  | { kind: 'webhook-state'; status: WebhookStatus }
  | { kind: 'nothing-to-replay' }
  | { kind: 'already-approved'; by: string }
  | { kind: 'already-declined'; by: string }
  | { kind: 'already-expired' }
  | { kind: 'already-withdrawn' }
  | { kind: 'stock-not-allowed' }
  | { kind: 'catalogue-not-allowed' }
  | { kind: 'out-of-stock'; name: string }
  | { kind: 'unknown-batch' }
  | { kind: 'unknown-product' }
  | { kind: 'recalled-before'; name: string }
  | { kind: 'unknown-item' }
  | { kind: 'not-on-offer' }
  /** It costs something else than the buyer has seen. */
  | { kind: 'price-changed'; name: string; was: StoredMoney; now: StoredMoney }
  /** What the wallet does not cover is something else than the buyer has seen. */
  | { kind: 'rest-changed'; was: StoredMoney; now: StoredMoney }
  | { kind: 'card-amount'; name: string; least: StoredMoney; most: StoredMoney }
  | { kind: 'order-limit'; name: string; most: number }
  | { kind: 'address-missing'; name: string }
  | { kind: 'address-too-long'; most: number }
  | { kind: 'order-asked-differently' }
  | { kind: 'unknown-order' }
  | { kind: 'order-not-allowed' }
  /** It has come to where this cannot be done any more. */
  | { kind: 'order-over'; status: OrderStatus }
  /** Its buyer cannot cancel it any more. */
  | { kind: 'order-started' }
  /** A provider is being asked for it. */
  | { kind: 'order-being-bought' }
  /** Another payment method has yet to say that it pays, or that it took its part. */
  | { kind: 'order-payment-waits' }
  /** Nobody sees to it: it takes its course. */
  | { kind: 'order-not-by-person' }
  | { kind: 'order-not-fulfilled' }
  /** Somebody else has to give back what one has ordered oneself. */
  | { kind: 'order-own' }
  | { kind: 'nothing-to-reveal' }
  | { kind: 'item-changed'; name: string }
  | { kind: 'item-exists'; name: string }
  | { kind: 'bad-item'; field: ItemField; why: ItemTrouble }
  | { kind: 'bad-picture'; why: PictureTrouble };

export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
