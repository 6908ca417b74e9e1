import { describe, expect, it } from 'vitest';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import { claimCard, giftCard } from '#src/chat/cards/gift-card.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { codeFromBytes, formatCode } from '#src/domain/gift/code-format.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { createWords } from '#src/words/words.ts';

const words = createWords();
const USD = 'USD';
const code = codeFromBytes(new Uint8Array(15).fill(7));

const gift = {
  giftId: 'G1',
  giverName: 'Morgan Reyes',
  recipientName: 'Alice Ito',
  money: { amountMinor: 2_500n, currency: USD },
  message: 'the launch',
  claimBy: null,
};

/** One of each: a kind that is missing here does not compile. */
const REFUSALS: { [K in Refusal['kind']]: Extract<Refusal, { kind: K }> } = {
  'unknown-giver': { kind: 'unknown-giver' },
  'not-allowed': { kind: 'not-allowed', role: 'employee' },
  'unknown-token': { kind: 'unknown-token' },
  'token-too-long': { kind: 'token-too-long' },
  'budget-not-allowed': { kind: 'budget-not-allowed', role: 'manager' },
  'own-budget': { kind: 'own-budget' },
  'setting-changed': { kind: 'setting-changed' },
  'second-person-asked': {
    kind: 'second-person-asked',
    over: { amountMinor: '50000', currency: 'USD' },
    until: '2026-03-11T12:00:00.000Z',
    timeZone: 'UTC',
    alone: 'no',
  },
  'unknown-proposal': { kind: 'unknown-proposal' },
  'proposal-over': { kind: 'proposal-over', status: 'withdrawn' },
  'proposal-outdated': { kind: 'proposal-outdated' },
  'own-proposal': { kind: 'own-proposal' },
  'proposer-lost-right': { kind: 'proposer-lost-right', name: 'Zoe' },
  'plan-not-ahead': { kind: 'plan-not-ahead' },
  'plan-off-period': {
    kind: 'plan-off-period',
    first: '2026-04-01T00:00:00.000Z',
    second: '2026-07-01T00:00:00.000Z',
    timeZone: 'UTC',
  },
  'plan-never-fits': { kind: 'plan-never-fits' },
  'plan-conflict': { kind: 'plan-conflict', from: '2026-04-01T00:00:00.000Z', timeZone: 'UTC' },
  'unknown-plan': { kind: 'unknown-plan' },
  'plan-begun': { kind: 'plan-begun', from: '2026-04-01T00:00:00.000Z', timeZone: 'UTC' },
  'withdrawal-raises': { kind: 'withdrawal-raises', over: { amountMinor: '50000', currency: 'USD' } },
  'self-gift': { kind: 'self-gift' },
  'unknown-recipient': { kind: 'unknown-recipient', name: 'Zoe' },
  'ambiguous-recipient': { kind: 'ambiguous-recipient', name: 'Zoe' },
  'not-yours-to-confirm': { kind: 'not-yours-to-confirm' },
  'no-answer-about-people': { kind: 'no-answer-about-people' },
  'unknown-group': { kind: 'unknown-group', name: 'design-team' },
  'empty-group': { kind: 'empty-group', name: 'design-team' },
  'unknown-members': { kind: 'unknown-members', group: 'design-team', names: ['Zoe', 'Yan'] },
  'too-many-people': { kind: 'too-many-people', people: 120, most: 100 },
  'deactivated-recipient': { kind: 'deactivated-recipient', name: 'Zoe' },
  'bot-recipient': { kind: 'bot-recipient', name: 'Zoe' },
  'unknown-guest': { kind: 'unknown-guest', name: 'Zoe' },
  'guest-recipient': { kind: 'guest-recipient', name: 'Zoe' },
  'outside-recipient': { kind: 'outside-recipient', name: 'zoe@example.org' },
  'nobody-to-give': { kind: 'nobody-to-give' },
  'unsigned-request': { kind: 'unsigned-request' },
  'changed-by-hand': { kind: 'changed-by-hand', what: 'approval' },
  'gift-too-large': { kind: 'gift-too-large', most: { amountMinor: '10000', currency: USD } },
  'no-gift-card': { kind: 'no-gift-card', department: 'Design' },
  'gift-card-unsold': { kind: 'gift-card-unsold', card: 'Cinema' },
  'gift-card-currency': { kind: 'gift-card-currency', card: 'Cinema', given: 'EUR', expected: USD },
  'gift-card-amount': {
    kind: 'gift-card-amount',
    card: 'Cinema',
    least: { amountMinor: '100', currency: USD },
    most: { amountMinor: '10000', currency: USD },
  },
  'gift-card-ordered': { kind: 'gift-card-ordered', card: 'Cinema' },
  'gift-card-bought': { kind: 'gift-card-bought', card: 'Cinema' },
  'gift-is-card': { kind: 'gift-is-card', card: 'Cinema' },
  'gift-card-here': { kind: 'gift-card-here', card: 'Cinema' },
  'gift-to-choose': { kind: 'gift-to-choose' },
  'gift-card-chosen': { kind: 'gift-card-chosen', card: 'Cinema' },
  'gift-card-gone': { kind: 'gift-card-gone' },
  'gift-is-value': { kind: 'gift-is-value' },
  'gift-too-small': { kind: 'gift-too-small', least: { amountMinor: '100', currency: USD } },
  'over-allowance': {
    kind: 'over-allowance',
    asked: { amountMinor: '5000', currency: USD },
    left: { amountMinor: '4000', currency: USD },
    until: '2026-12-01T05:00:00.000Z',
    timeZone: 'America/New_York',
  },
  'over-cap': { kind: 'over-cap', name: 'Zoe', left: { amountMinor: '4000', currency: USD }, year: '2026' },
  'pair-share': {
    kind: 'pair-share',
    name: 'Zoe',
    percent: 60,
    maxPercent: 40,
    until: '2026-12-01T05:00:00.000Z',
    timeZone: 'America/New_York',
  },
  'mistyped-factor-code': { kind: 'mistyped-factor-code' },
  'mistyped-app-code': { kind: 'mistyped-app-code' },
  'wrong-app-code': { kind: 'wrong-app-code' },
  'factor-refused': { kind: 'factor-refused' },
  'factor-paused': { kind: 'factor-paused', minutes: 4 },
  'no-factor': { kind: 'no-factor' },
  'no-factor-of': { kind: 'no-factor-of', name: 'Zoe' },
  'no-enrolment': { kind: 'no-enrolment' },
  'limited-session': { kind: 'limited-session', role: 'admin' },
  'step-up-needed': { kind: 'step-up-needed' },
  'factor-required': { kind: 'factor-required', role: 'admin' },
  'own-factor': { kind: 'own-factor' },
  'needs-another-admin': { kind: 'needs-another-admin' },
  'reset-reason-missing': { kind: 'reset-reason-missing' },
  'reset-asked-already': { kind: 'reset-asked-already', name: 'Zoe' },
  'no-reset': { kind: 'no-reset', name: 'Zoe' },
  'asker-no-admin': { kind: 'asker-no-admin', name: 'Zoe' },
  'second-factor-to-spend': {
    kind: 'second-factor-to-spend',
    over: { amountMinor: '5000', currency: USD },
  },
  'second-factor-to-approve': {
    kind: 'second-factor-to-approve',
    over: { amountMinor: '5000', currency: USD },
  },
  'second-factor-asked': { kind: 'second-factor-asked', over: { amountMinor: '5000', currency: USD } },
  'no-gift-fits': { kind: 'no-gift-fits', whose: 'one', department: 'Design' },
  'nobody-is-reminded': {
    kind: 'nobody-is-reminded',
    whose: 'all',
    department: '',
    approvalHours: 10,
    remindHours: 24,
  },
  'claim-too-short': {
    kind: 'claim-too-short',
    department: 'Design',
    region: 'DE',
    law: 'BGB 195 and 199',
    days: 1462,
  },
  'setup-not-allowed': { kind: 'setup-not-allowed', role: 'hr' },
  'own-warning': { kind: 'own-warning' },
  'no-spend-mailing': { kind: 'no-spend-mailing', name: 'Alice Ito' },
  'no-sample': { kind: 'no-sample' },
  'sample-mixed': { kind: 'sample-mixed', people: 1, workspaces: 0 },
  'money-moved': { kind: 'money-moved', currency: USD, zone: 'UTC' },
  'unknown-approval': { kind: 'unknown-approval' },
  'not-approver': { kind: 'not-approver' },
  'not-yours-to-withdraw': { kind: 'not-yours-to-withdraw' },
  'reason-missing': { kind: 'reason-missing' },
  'funds-asked': { kind: 'funds-asked' },
  'no-funds-to-ask': { kind: 'no-funds-to-ask' },
  'own-delegate': { kind: 'own-delegate' },
  'inactive-delegate': { kind: 'inactive-delegate', name: 'Zoe' },
  'time-is-over': { kind: 'time-is-over' },
  'address-taken': { kind: 'address-taken', address: 'zoe@example.com', name: 'Zoe' },
  'number-taken': { kind: 'number-taken', number: 'E7', name: 'Zoe' },
  'manager-circle': { kind: 'manager-circle', name: 'Zoe' },
  'user-name-taken': { kind: 'user-name-taken', userName: 'zoe@example.com', name: 'Zoe' },
  'left-to-admins': { kind: 'left-to-admins', name: 'Zoe', what: 'department' },
  'too-many-leavers': { kind: 'too-many-leavers', leavers: 30 },
  'import-stays': { kind: 'import-stays', why: 'late' },
  'second-person-for-right': {
    kind: 'second-person-for-right',
    what: 'role',
    name: 'Bob Tran',
    until: '2026-11-27T09:30:00.000Z',
    timeZone: 'UTC',
    alone: 'no',
  },
  'proposal-not-confirmed': { kind: 'proposal-not-confirmed' },
  'role-of-many': { kind: 'role-of-many', role: 'manager' },
  'retention-days': { kind: 'retention-days' },
  'data-taken-often': {
    kind: 'data-taken-often',
    most: 3,
    until: '2026-11-20T09:30:00.000Z',
    timeZone: 'UTC',
  },
  'people-not-allowed': { kind: 'people-not-allowed', role: 'manager' },
  'person-off-limits': { kind: 'person-off-limits', why: 'admin', name: 'Zoe' },
  'person-changed': { kind: 'person-changed', name: 'Zoe' },
  'erase-off-limits': { kind: 'erase-off-limits', name: 'Zoe', why: 'last-admin' },
  'erase-balance': { kind: 'erase-balance', name: 'Zoe', held: { amountMinor: '2500', currency: 'EUR' } },
  'erase-open': { kind: 'erase-open', name: 'Zoe', what: 'gifts', count: 2 },
  'erase-altered': { kind: 'erase-altered', name: 'Zoe' },
  'merge-off-limits': { kind: 'merge-off-limits', name: 'Alice Ito', why: 'frozen' },
  'merge-open': { kind: 'merge-open', name: 'Alice Ito', what: 'gifts', count: 2 },
  'person-merged': { kind: 'person-merged', name: 'A. Ito', into: 'Alice Ito' },
  'person-erased': { kind: 'person-erased', name: 'Erased person 7f3a2c' },
  'person-nameless': { kind: 'person-nameless', name: 'Zoe' },
  'account-moved': { kind: 'account-moved', account: 'slack:U024BE7LH' },
  'mass-leaving': { kind: 'mass-leaving', leaving: 40, active: 100 },
  'departments-not-allowed': { kind: 'departments-not-allowed', role: 'manager' },
  'department-closed': { kind: 'department-closed', department: 'Design' },
  'group-closed': { kind: 'group-closed', department: 'Design', group: 'Team Design' },
  'place-closed': { kind: 'place-closed', department: 'Design', name: 'Alice Ito' },
  'closing-reason-missing': { kind: 'closing-reason-missing' },
  'department-in-use': { kind: 'department-in-use', department: 'Design', people: 2, approvals: 1 },
  'department-changed': { kind: 'department-changed', name: 'Design' },
  'deactivated-giver': { kind: 'deactivated-giver', name: 'Zoe' },
  'department-exists': { kind: 'department-exists', name: 'Design' },
  'currency-in-use': { kind: 'currency-in-use', department: 'Design', currency: USD },
  'already-approved': { kind: 'already-approved', by: 'Finn' },
  'already-declined': { kind: 'already-declined', by: 'Finn' },
  'already-expired': { kind: 'already-expired' },
  'already-withdrawn': { kind: 'already-withdrawn' },
  'not-your-gift': { kind: 'not-your-gift' },
  'unknown-gift': { kind: 'unknown-gift' },
  'nothing-to-undo': { kind: 'nothing-to-undo' },
  'undo-over': { kind: 'undo-over', minutes: 5 },
  'gift-waits': { kind: 'gift-waits' },
  'not-given-yet': { kind: 'not-given-yet' },
  'gift-redeemed': { kind: 'gift-redeemed' },
  'gift-expired': { kind: 'gift-expired' },
  'gift-withdrawn': { kind: 'gift-withdrawn' },
  'gift-reversed': { kind: 'gift-reversed' },
  'wallet-too-low': {
    kind: 'wallet-too-low',
    name: 'Zoe',
    left: { amountMinor: '4000', currency: USD },
  },
  'void-not-allowed': { kind: 'void-not-allowed', role: 'manager' },
  'void-asked-already': { kind: 'void-asked-already' },
  'promo-not-allowed': { kind: 'promo-not-allowed', role: 'hr' },
  'promo-asked-differently': { kind: 'promo-asked-differently', request: 'spring' },
  'unknown-promo': { kind: 'unknown-promo' },
  'unknown-reward': { kind: 'unknown-reward' },
  'reward-waits': { kind: 'reward-waits' },
  'reward-not-bought': { kind: 'reward-not-bought' },
  'purchase-not-allowed': { kind: 'purchase-not-allowed' },
  'unknown-purchase': { kind: 'unknown-purchase' },
  'purchase-not-waiting': { kind: 'purchase-not-waiting', why: 'asked' },
  'reward-not-shown': { kind: 'reward-not-shown', why: 'no-answer' },
  'promo-over': { kind: 'promo-over', how: 'spent' },
  'promo-return-asked': { kind: 'promo-return-asked' },
  'stock-not-allowed': { kind: 'stock-not-allowed' },
  'catalogue-not-allowed': { kind: 'catalogue-not-allowed' },
  'out-of-stock': { kind: 'out-of-stock', name: 'Cinema voucher' },
  'unknown-batch': { kind: 'unknown-batch' },
  'unknown-product': { kind: 'unknown-product' },
  'recalled-before': { kind: 'recalled-before', name: 'invoice 4711' },
  'unknown-item': { kind: 'unknown-item' },
  'not-on-offer': { kind: 'not-on-offer' },
  'rest-changed': {
    kind: 'rest-changed',
    was: { amountMinor: '500', currency: USD },
    now: { amountMinor: '700', currency: USD },
  },
  'price-changed': {
    kind: 'price-changed',
    name: 'Mug',
    was: { amountMinor: '1500', currency: USD },
    now: { amountMinor: '1700', currency: USD },
  },
  'card-amount': {
    kind: 'card-amount',
    name: 'Books',
    least: { amountMinor: '500', currency: USD },
    most: { amountMinor: '20000', currency: USD },
  },
  'order-limit': { kind: 'order-limit', name: 'Mug', most: 2 },
  'address-missing': { kind: 'address-missing', name: 'Mug' },
  'address-too-long': { kind: 'address-too-long', most: 500 },
  'order-asked-differently': { kind: 'order-asked-differently' },
  'unknown-order': { kind: 'unknown-order' },
  'order-not-allowed': { kind: 'order-not-allowed' },
  'order-over': { kind: 'order-over', status: 'cancelled' },
  'order-started': { kind: 'order-started' },
  'order-being-bought': { kind: 'order-being-bought' },
  'order-payment-waits': { kind: 'order-payment-waits' },
  'order-not-by-person': { kind: 'order-not-by-person' },
  'order-not-fulfilled': { kind: 'order-not-fulfilled' },
  'order-own': { kind: 'order-own' },
  'nothing-to-reveal': { kind: 'nothing-to-reveal' },
  'item-changed': { kind: 'item-changed', name: 'Mug' },
  'item-exists': { kind: 'item-exists', name: 'Mug' },
  'bad-item': { kind: 'bad-item', field: 'prices', why: 'missing' },
  'bad-picture': { kind: 'bad-picture', why: 'type' },
  'guard-not-allowed': { kind: 'guard-not-allowed', role: 'employee' },
  'code-frozen': { kind: 'code-frozen' },
  'code-not-reported': { kind: 'code-not-reported' },
  'no-such-code': { kind: 'no-such-code', lastFour: '7K2M' },
  'nothing-to-report': { kind: 'nothing-to-report' },
  'reissue-asked': { kind: 'reissue-asked' },
  'unknown-marketplace': { kind: 'unknown-marketplace', name: 'Shop', known: ['Store'] },
  'marketplace-of-store': { kind: 'marketplace-of-store' },
  'marketplace-exists': { kind: 'marketplace-exists', name: 'Store' },
  'marketplace-currency': {
    kind: 'marketplace-currency',
    marketplace: 'Store',
    given: 'EUR',
    expected: 'USD',
  },
  'amount-not-positive': { kind: 'amount-not-positive' },
  'wallet-short': {
    kind: 'wallet-short',
    asked: { amountMinor: '2500', currency: 'USD' },
    missing: { amountMinor: '500', currency: 'USD' },
  },
  'checkout-asked-differently': { kind: 'checkout-asked-differently', request: 'order 7' },
  'unknown-checkout': { kind: 'unknown-checkout' },
  'checkout-not-allowed': { kind: 'checkout-not-allowed', role: 'employee' },
  'checkout-over': { kind: 'checkout-over', how: 'voided' },
  'checkout-waits': { kind: 'checkout-waits' },
  'checkout-not-captured': { kind: 'checkout-not-captured' },
  'capture-too-much': { kind: 'capture-too-much', most: { amountMinor: '2500', currency: 'USD' } },
  'refund-too-much': { kind: 'refund-too-much', left: { amountMinor: '0', currency: 'USD' } },
  'wallet-frozen': { kind: 'wallet-frozen' },
  'wallet-empty': { kind: 'wallet-empty', name: 'Alice Ito' },
  'closing-asked': { kind: 'closing-asked' },
  'tax-since-past': { kind: 'tax-since-past', since: '2026-10-01', today: '2026-11-23' },
  'bad-tax-map': { kind: 'bad-tax-map', why: 'adpCode', column: 'Earnings 3 Code' },
  'unknown-tax-map': { kind: 'unknown-tax-map', name: 'ADP', known: ['Plain', 'ADP paydata'] },
  'unfilled-tax-map': { kind: 'unfilled-tax-map', map: 'ADP paydata', column: 'Co Code' },
  'closing-way': { kind: 'closing-way', region: 'DE', ways: ['pay-out', 'honour'] },
  'second-factor-needed': { kind: 'second-factor-needed' },
  'budget-frozen': { kind: 'budget-frozen', department: 'Design' },
  'nothing-overspent': { kind: 'nothing-overspent', department: 'Design' },
  'too-little-to-move': {
    kind: 'too-little-to-move',
    department: 'Design',
    left: { amountMinor: '4000', currency: USD },
  },
  'same-department': { kind: 'same-department', department: 'Design' },
  'currencies-differ': { kind: 'currencies-differ', from: 'EUR', to: USD },
  'bad-amount': { kind: 'bad-amount', typed: '0.001' },
  'wrong-currency': { kind: 'wrong-currency', given: 'EUR', expected: USD, department: 'Design' },
  'no-budget': { kind: 'no-budget', department: 'Design' },
  'over-budget': {
    kind: 'over-budget',
    department: 'Design',
    asked: { amountMinor: '10001', currency: USD },
    left: { amountMinor: '10000', currency: USD },
    until: '2026-12-01T05:00:00.000Z',
    timeZone: 'America/New_York',
  },
  'mistyped-code': { kind: 'mistyped-code' },
  'too-many-at-once': { kind: 'too-many-at-once', most: 20 },
  'already-thanked': { kind: 'already-thanked' },
  'signed-out': { kind: 'signed-out' },
  'no-web': { kind: 'no-web' },
  'too-many-sign-ins': { kind: 'too-many-sign-ins', until: '2026-11-16T11:00:00.000Z' },
  'sign-in-refused': { kind: 'sign-in-refused', why: 'bad' },
  'unknown-account-here': { kind: 'unknown-account-here' },
  'code-refused': { kind: 'code-refused' },
  unread: { kind: 'unread' },
  'too-many-codes': { kind: 'too-many-codes', until: '2026-11-16T11:30:00.000Z' },
  'unknown-person': { kind: 'unknown-person' },
  'not-yours': { kind: 'not-yours' },
  'not-yours-to-see': { kind: 'not-yours-to-see' },
  'already-redeemed': { kind: 'already-redeemed' },
  'budget-below-spent': { kind: 'budget-below-spent', spent: { amountMinor: '4200', currency: USD } },
  'unknown-department': { kind: 'unknown-department', name: 'Zoo', known: ['Design', 'Engineering'] },
  'unlinked-workspace': { kind: 'unlinked-workspace', platform: 'slack' },
  'pending-identity': {
    kind: 'pending-identity',
    platform: 'slack',
    reason: 'unconfirmed_address',
    number: 12,
  },
  'pending-recipient': { kind: 'pending-recipient', name: 'Zoe Lind', reason: 'outsider', number: 12 },
  'unknown-pending': { kind: 'unknown-pending', number: 12 },
  'unknown-account': { kind: 'unknown-account', account: 'slack:U7' },
  'account-gone': { kind: 'account-gone', platform: 'slack', userId: 'U7' },
  'inactive-person': { kind: 'inactive-person', name: 'Zoe Lind' },
  'unknown-webhook': { kind: 'unknown-webhook' },
  'webhook-url': { kind: 'webhook-url', problem: 'private' },
  'webhook-types': { kind: 'webhook-types', unknown: ['gift.eaten'], known: ['gift.issued'] },
  'webhook-limit': { kind: 'webhook-limit', most: 20 },
  'webhook-state': { kind: 'webhook-state', status: 'paused' },
  'nothing-to-replay': { kind: 'nothing-to-replay' },
  'admins-only': { kind: 'admins-only', role: 'hr' },
  'invite-refused': { kind: 'invite-refused' },
  'platform-silent': { kind: 'platform-silent' },
  'unknown-button': { kind: 'unknown-button' },
  'unknown-command': { kind: 'unknown-command', name: 'kudos' },
};

function wordsOf(kind: Refusal['kind']): string {
  return refusalText(words, REFUSALS[kind]).replaceAll(/\p{Zs}/gu, ' ');
}

describe('a refusal in words', () => {
  it.each(Object.values(REFUSALS))('$kind is a whole sentence with nothing left to fill in', (refusal) => {
    expect(refusalText(words, refusal)).toMatch(/^[\p{Lu}“][^{}]*\.$/u);
    expect(refusalText(words, refusal)).not.toMatch(/undefined|NaN|\[object/u);
  });

  it('says what is left and until when, in the department’s zone', () => {
    expect(wordsOf('over-budget')).toBe(
      'That is more than the budget of Design has left: $100.01 asked, $100.00 left until December 1, 2026. Give less, or ask finance for more.',
    );
  });

  it.each([
    ['over-budget', 'Give less, or ask finance for more.', 'Wait until then, or ask finance for more.'],
    [
      'over-allowance',
      'Give less, or ask finance to raise your allowance.',
      'Wait until then, or ask finance to raise your allowance.',
    ],
    [
      'over-cap',
      'Give less, or ask finance to raise the limit.',
      'Wait for the next year, or ask finance to raise the limit.',
    ],
  ] as const)('advises to give less only while something is left: %s', (kind, advice, onceSpent) => {
    const spent = { ...REFUSALS[kind], left: { amountMinor: '0', currency: USD } };

    expect(wordsOf(kind)).toContain(advice);
    expect(refusalText(words, spent)).toContain(onceSpent);
  });

  it.each([
    ['gift-card-amount', 'Cinema, which can be bought from $1.00 to $100.00.'],
    ['gift-too-small', '$1.00. Give that or more, or ask finance to lower the limit.'],
    ['gift-too-large', '$100.00 at most. Give less, or ask finance to raise the limit.'],
    ['pair-share', 'Thank somebody else first, or ask HR to raise that share.'],
    ['guest-recipient', 'Your department gives to colleagues only; ask HR if this should change.'],
    ['unknown-guest', 'as a guest, then send your command again'],
    ['pending-recipient', 'Nothing was given: ask an admin of Largesse'],
    ['budget-frozen', 'until finance opens it again.'],
  ] as const)('says what the limit is and what to do: %s', (kind, advice) => {
    expect(wordsOf(kind)).toContain(advice);
  });

  it('says until when codes are locked', () => {
    expect(wordsOf('too-many-codes')).toContain('Try again after 11:30 AM UTC');
  });

  it('names the departments that there are', () => {
    expect(wordsOf('unknown-department')).toBe(
      'There is no department called “Zoo”. Known: Design, Engineering.',
    );
    expect(refusalText(words, { kind: 'unknown-department', name: 'Zoo', known: [] })).toContain(
      'Import people first',
    );
  });

  it('takes what people typed as it is, whatever it looks like', () => {
    const name = "<b>{amount}</b> '{0}' # {count, plural, one {x}}";

    expect(refusalText(words, { kind: 'unknown-recipient', name })).toContain(`“${name}”`);
  });
});

describe('the message with a gift', () => {
  it('says until when it can be claimed, by the clocks of its reader, or that it does not expire', () => {
    const at = new Date('2026-12-26T23:00:00Z');
    const [ending, tokyo] = ['Europe/Berlin', 'Asia/Tokyo'].map((timeZone) =>
      JSON.stringify(giftCard(words, { ...gift, claimBy: { at, timeZone } }, code, 'email').blocks),
    );

    expect(JSON.stringify(giftCard(words, gift, code, 'chat').blocks)).toContain('It does not expire.');
    expect(ending).toContain('Add it by December 26, 2026. After that it expires.');
    expect(tokyo).toContain('Add it by December 27, 2026.');
  });

  it('has the code where only its reader sees it, never in the notification', () => {
    const card = giftCard(words, gift, code, 'chat');

    expect(card.blocks).toContainEqual({ kind: 'code', code });
    expect(card.blocks).toContainEqual({ kind: 'quote', text: 'the launch' });
    expect(JSON.stringify(card)).not.toContain(code.reveal());
    expect(JSON.stringify(card)).not.toContain(formatCode(code));
    expect(card.summary).toBe('Morgan Reyes sent you a gift of $25.00.');
  });

  it('has a button in chat, and in a mail tells where to send the code', () => {
    expect(giftCard(words, gift, code, 'chat').actions).toMatchObject([
      { id: 'redeem', value: 'G1' },
      { id: 'thank', value: 'G1' },
      { id: 'open-wallet', value: 'G1' },
      { id: 'report-code', value: 'G1' },
    ]);
    const mail = giftCard(words, gift, code, 'email');

    expect(mail.actions).toEqual([]);
    expect(mail.blocks).toContainEqual({
      kind: 'text',
      text: expect.stringContaining('In your company chat'),
    });
  });

  it('says in a mail what holds where there is no chat', () => {
    const text = JSON.stringify(giftCard(words, gift, code, 'email-only').blocks);

    expect(text).toContain('There is no company chat with Largesse yet');
    expect(text).not.toContain('In your company chat');
  });

  it('has no empty quotation when nothing was said', () => {
    const card = giftCard(words, { ...gift, message: '' }, code, 'chat');

    expect(card.blocks.map(({ kind }) => kind)).not.toContain('quote');
  });
});

describe('the claim button’s message', () => {
  it('tells a channel neither the amount nor the message nor the code', () => {
    const text = JSON.stringify(claimCard(words, gift));

    expect(text).not.toContain('25');
    expect(text).not.toContain('the launch');
    expect(text).not.toContain(code.lastFour);
    expect(text).toContain('G1');
  });
});

describe('the answer to a giver', () => {
  const leased = {
    id: 'R1',
    organizationId: 'O',
    replyTo: '',
    leaseUntil: new Date(),
    attempts: 0,
    closed: {},
    decidedAt: new Date(),
    stage: 'issued' as const,
  };
  const toSend = { leased, platform: 'slack', giver: undefined };
  const department = {
    organizationId: 'O',
    id: 'D',
    name: 'Engineering',
    currency: USD,
    region: '',
    timeZone: 'UTC',
  };

  it('asks with each share, the total, what would be left and why, and two buttons', () => {
    const shares = ['Alice Ito', 'Bob Olsen', 'Cem Kaya'].map((recipientName) => {
      return { recipientName, money: gift.money };
    });
    const total = { amountMinor: 7_500n, currency: 'USD' };
    const stored = { amountMinor: '7500', currency: 'USD' };

    const card = answerCard(words, {
      ...toSend,
      update: {
        kind: 'question',
        recognitionId: 'R1',
        gifts: shares,
        total,
        budget: { department, leftMinor: 2_500n, until: new Date('2026-12-01T00:00:00Z') },
        reviewReasons: [
          { kind: 'several', people: 3, total: stored },
          { kind: 'large', total: stored, over: { amountMinor: '5000', currency: 'USD' } },
          { kind: 'repeated', name: 'Bob Olsen' },
        ],
      },
    });

    expect(card).toMatchObject({
      tone: 'info',
      title: 'Give $75.00 to 3 people?',
      blocks: [
        { text: 'Everybody named gets this amount: 3 people, $75.00 in total.' },
        { text: '$75.00 is a large gift: above $50.00 I ask first.' },
        { text: 'You sent Bob Olsen the same gift a moment ago. This would be another one.' },
        {
          fields: [
            { label: 'Alice Ito', value: '$25.00' },
            { label: 'Bob Olsen', value: '$25.00' },
            { label: 'Cem Kaya', value: '$25.00' },
            { label: 'Total', value: '$75.00' },
          ],
        },
        { text: 'Engineering would then have $25.00 left until December 1, 2026.' },
        { text: 'Nothing is given until you confirm. After an hour, I will drop it.' },
      ],
      actions: [
        { id: 'confirm', value: 'R1', style: 'primary' },
        { id: 'cancel', value: 'R1' },
      ],
    });
  });

  it('names a hundred people in one block, as the platforms show only so many', () => {
    const shares = Array.from({ length: 100 }, (_, index) => {
      return { recipientName: `Person ${index}`, money: gift.money };
    });

    const issued = answerCard(words, {
      ...toSend,
      update: { kind: 'issued', gifts: shares, budget: undefined, undoMinutes: 0, warnings: [] },
    });

    expect(issued.blocks).toEqual([
      {
        kind: 'text',
        text: expect.stringMatching(/^\$25\.00 each for 100 people: Person 0, .*Person 99\.$/u),
      },
    ]);
  });

  it('warns of what may look unfair, and says what waits for an approver and why', () => {
    const stored = { amountMinor: '7500', currency: 'USD' };
    const warned = answerCard(words, {
      ...toSend,
      update: {
        kind: 'issued',
        gifts: [{ recipientName: 'Alice Ito', money: gift.money }],
        budget: undefined,
        undoMinutes: 0,
        warnings: [{ kind: 'pair-share', name: 'Alice Ito', percent: 60, maxPercent: 40 }],
      },
    });
    const waiting = answerCard(words, {
      ...toSend,
      update: {
        kind: 'waiting',
        approvalId: 'a1',
        gifts: [{ recipientName: 'Alice Ito', money: gift.money }],
        reviewReasons: [{ kind: 'over-soft-budget', total: stored, left: { ...stored, amountMinor: '100' } }],
      },
    });

    expect(warned.blocks.at(-1)).toMatchObject({
      text: expect.stringContaining('With this gift, Alice Ito has 60%'),
    });
    expect(waiting).toMatchObject({
      title: 'Waiting for an approver',
      blocks: [
        { text: 'It waits for an approver, because $75.00 is more than the $1.00 that the budget has left.' },
        { text: 'Alice Ito would get $25.00.' },
        { text: expect.stringContaining('put aside') },
      ],
      actions: [{ id: 'withdraw', label: 'Withdraw', value: 'a1' }],
    });
  });

  it('names who got what, and what is left until when', () => {
    const card = answerCard(words, {
      ...toSend,
      update: {
        kind: 'issued',
        gifts: [{ recipientName: 'Alice Ito', money: gift.money }],
        budget: {
          department,
          leftMinor: 7_500n,
          until: new Date('2026-12-01T00:00:00Z'),
        },
        undoMinutes: 5,
        warnings: [],
      },
    });

    expect(card).toMatchObject({
      tone: 'success',
      title: 'Gift sent',
      blocks: [
        { text: 'Alice Ito gets $25.00.' },
        { text: 'Engineering has $75.00 left until December 1, 2026.' },
        { text: 'You can take it back for 5 minutes, as long as it is not redeemed.' },
      ],
      actions: [{ id: 'undo', label: 'Undo', value: leased.id }],
    });
  });

  it('gives the reason of a refusal', () => {
    const card = answerCard(words, {
      ...toSend,
      update: { kind: 'refused', refusal: { kind: 'self-gift' } },
    });

    expect(card).toMatchObject({
      tone: 'refusal',
      title: 'No gift was given',
      blocks: [{ text: 'You cannot send a gift to yourself. Name only the others.' }],
    });
  });
});
