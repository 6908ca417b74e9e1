import { formatMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { lateReturnText } from './late-return-text.ts';
import { refusalText } from './refusal-text.ts';
import { textCard, withAbove } from './text-card.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** What needs a decision, in a few words: `$300.00 for Alice Ito and Bob Olsen`. */
export function approvalSubject({ say, locale }: Words, approval: ApprovalView): string {
  const amount = formatMoney(approval, locale);
  if (approval.kind === 'funds') {
    return say('approval.subject.funds', { amount, department: approval.departmentName });
  }
  const names = new Intl.ListFormat(locale).format(approval.recipientNames);
  return say(`approval.subject.${approval.kind}`, { amount, names });
}

/** What a decider needs to know. */
export function approvalBlocks(words: Words, approval: ApprovalView): CardBlock[] {
  const { say } = words;
  const { requesterName: name, departmentName, message, reason } = approval;
  const subject = approvalSubject(words, approval);
  return [
    { kind: 'text', text: say(`approval.asks.${approval.kind}`, { name, subject }) },
    ...[...new Set([message, reason])].filter(Boolean).map((text): CardBlock => ({ kind: 'quote', text })),
    {
      kind: 'fields',
      fields: [
        {
          label: say(approval.kind === 'funds' ? 'approval.goesTo' : 'approval.paidBy'),
          value: departmentName,
        },
        { label: say('approval.until'), value: words.dateAndTime(approval.expiresAt, approval.timeZone) },
      ],
    },
  ];
}

/** The buttons to decide. They work only for those who may, and only until it is decided. */
export function approvalActions({ say }: Words, { id }: ApprovalView): Action[] {
  return [
    { id: 'approve', label: say('approval.approve'), value: id, style: 'primary' },
    { id: 'decline', label: say('approval.decline'), value: id, style: 'danger' },
  ];
}

/** What was decided and by whom: `Finn Adeyemi approved $300.00 for Alice Ito.` */
export function decisionText(words: Words, approval: ApprovalView): string {
  const { say } = words;
  const subject = approvalSubject(words, approval);
  const name = approval.decidedByName ?? '';
  switch (approval.status) {
    case 'open':
      return say('approval.open', { subject });
    case 'approved':
      return say('approval.approved', { name, subject });
    case 'declined':
      return say('approval.declined', { name, subject });
    case 'expired':
      return say(approval.askedAt ? 'approval.expired' : 'approval.nobody', { subject });
    case 'withdrawn':
      return say('approval.withdrawn', { subject });
    default:
      return approval.status satisfies never;
  }
}

/** The request with the reader's decision. A decline did what they wanted, but is no reason for a tick. */
export function verdictCard(words: Words, approval: ApprovalView): Card {
  const tone = approval.status === 'approved' ? ('success' as const) : ('info' as const);
  const card = { ...outcomeCard(words, approval, []), tone };
  return withAbove(card, ...approvalBlocks(words, approval));
}

/** The request with why the reader is too late to decide it. */
export function lateCard(words: Words, approval: ApprovalView, refusal: Refusal): Card {
  const card = textCard('refusal', words.say('approval.doneTitle'), [refusalText(words, refusal)]);
  return withAbove(card, ...approvalBlocks(words, approval));
}

/** Tells the requester that it is withdrawn. */
export function withdrawnCard(words: Words, approval: ApprovalView): Card {
  return textCard('success', words.say('withdrawn.title'), withdrawnLines(words, approval));
}

/** The same as lines of text. */
export function withdrawnLines(words: Words, approval: ApprovalView): string[] {
  return [decisionText(words, approval), ...afterWithdrawal(words, approval)];
}

function afterWithdrawal(words: Words, approval: ApprovalView): string[] {
  if (approval.kind !== 'gift') return [];
  const [where] = lateLines(words, approval);
  return [where === undefined ? words.say('withdrawn.gift') : words.say('withdrawn.late', { where })];
}

/** Where the money went, if the period that had paid it was over when it came back. */
export function lateLines(words: Words, approval: ApprovalView): string[] {
  return approval.late ? [lateReturnText(words, approval, approval.late)] : [];
}

/** Tells the requester the decision, why, and what to do now. */
export function decidedCard(words: Words, approval: ApprovalView): Card {
  const isFunded = approval.kind === 'funds' && approval.status === 'approved';
  return outcomeCard(words, approval, isFunded ? [words.say('funds.approved')] : []);
}

function outcomeCard(words: Words, approval: ApprovalView, after: readonly string[]): Card {
  const { status, decisionReason } = approval;
  const reason: CardBlock[] = decisionReason ? [{ kind: 'quote', text: decisionReason }] : [];
  const isGood = status === 'approved';
  const subject = approvalSubject(words, approval);
  const title = words.say(isGood ? 'approval.approvedTitle' : 'approval.declinedTitle', { subject });
  const blocks = [decisionText(words, approval), ...reason, ...lateLines(words, approval), ...after];
  return textCard(isGood ? 'success' : 'refusal', title, blocks);
}
