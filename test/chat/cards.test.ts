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
};

/** One of each: a kind that is missing here does not compile. */
const REFUSALS: { [K in Refusal['kind']]: Extract<Refusal, { kind: K }> } = {
  'unknown-giver': { kind: 'unknown-giver' },
  'not-allowed': { kind: 'not-allowed', role: 'employee' },
  'self-gift': { kind: 'self-gift' },
  'unknown-recipient': { kind: 'unknown-recipient', name: 'Zoe' },
  'ambiguous-recipient': { kind: 'ambiguous-recipient', name: 'Zoe' },
  'not-yours-to-confirm': { kind: 'not-yours-to-confirm' },
  'unknown-group': { kind: 'unknown-group', name: 'design-team' },
  'empty-group': { kind: 'empty-group', name: 'design-team' },
  'unknown-members': { kind: 'unknown-members', group: 'design-team', names: ['Zoe', 'Yan'] },
  'too-many-people': { kind: 'too-many-people', people: 120, most: 100 },
  'deactivated-recipient': { kind: 'deactivated-recipient', name: 'Zoe' },
  'bot-recipient': { kind: 'bot-recipient', name: 'Zoe' },
  'guest-recipient': { kind: 'guest-recipient', name: 'Zoe' },
  'nobody-to-give': { kind: 'nobody-to-give' },
  'gift-too-large': { kind: 'gift-too-large', most: { amountMinor: '10000', currency: USD } },
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
  'no-gift-fits': { kind: 'no-gift-fits', whose: 'one', department: 'Design' },
  'nobody-is-reminded': {
    kind: 'nobody-is-reminded',
    whose: 'all',
    department: '',
    approvalHours: 10,
    remindHours: 24,
  },
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
  'already-approved': { kind: 'already-approved', by: 'Finn' },
  'already-declined': { kind: 'already-declined', by: 'Finn' },
  'already-expired': { kind: 'already-expired' },
  'already-withdrawn': { kind: 'already-withdrawn' },
  'not-your-gift': { kind: 'not-your-gift' },
  'unknown-gift': { kind: 'unknown-gift' },
  'nothing-to-undo': { kind: 'nothing-to-undo' },
  'undo-over': { kind: 'undo-over', minutes: 5 },
  'gift-waits': { kind: 'gift-waits' },
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
  'budget-frozen': { kind: 'budget-frozen', department: 'Design' },
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
  'code-refused': { kind: 'code-refused' },
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
    ['gift-too-small', '$1.00. Give that or more, or ask finance to lower the limit.'],
    ['gift-too-large', '$100.00 at most. Give less, or ask finance to raise the limit.'],
    ['pair-share', 'Thank somebody else first, or ask HR to raise that share.'],
    ['guest-recipient', 'Your department gives to colleagues only; ask HR if this should change.'],
    ['budget-frozen', 'Ask finance when it opens again.'],
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
  it('has the code where only its reader sees it, never in the notification', () => {
    const card = giftCard(words, gift, code, 'chat');

    expect(card.blocks).toContainEqual({ kind: 'code', code });
    expect(card.blocks).toContainEqual({ kind: 'quote', text: 'the launch' });
    expect(JSON.stringify(card)).not.toContain(code.reveal());
    expect(JSON.stringify(card)).not.toContain(formatCode(code));
    expect(card.summary).toBe('Morgan Reyes sent you a gift of $25.00.');
  });

  it('has a button in chat, and in a mail tells where to send the code', () => {
    expect(giftCard(words, gift, code, 'chat').actions).toMatchObject([{ id: 'redeem', value: 'G1' }]);
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
