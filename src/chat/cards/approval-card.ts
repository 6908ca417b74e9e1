import { formatMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { refusalText } from './refusal-text.ts';
import { textCard, withAbove } from './text-card.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** What is to be decided, in a few words: `$300.00 for Alice Ito and Bob Olsen`. */
export function approvalSubject({ say, locale }: Words, approval: ApprovalView): string {
  const amount = formatMoney(approval, locale);
  if (approval.kind === 'funds') {
    return say('approval.subject.funds', { amount, department: approval.departmentName });
  }
  const names = new Intl.ListFormat(locale).format(approval.recipientNames);
  return say(approval.kind === 'gift' ? 'approval.subject.gift' : 'approval.subject.void', { amount, names });
}

/** What somebody who decides has to know. */
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
        { label: say('approval.until'), value: words.date(approval.expiresAt, approval.timeZone) },
      ],
    },
  ];
}

/** The buttons that decide. They work for those who may, and only until it is decided. */
export function approvalActions({ say }: Words, { id }: ApprovalView): Action[] {
  return [
    { id: 'approve', label: say('approval.approve'), value: id, style: 'primary' },
    { id: 'decline', label: say('approval.decline'), value: id, style: 'danger' },
  ];
}

/** What was decided, by whom: `Finn Adeyemi approved $300.00 for Alice Ito.` */
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

/** What was asked, with what the reader decided of it: it is done, either way. */
export function verdictCard(words: Words, approval: ApprovalView): Card {
  const card = { ...outcomeCard(words, approval, []), tone: 'success' as const };
  return withAbove(card, ...approvalBlocks(words, approval));
}

/** What was asked, with why the reader comes too late to decide it. */
export function lateCard(words: Words, approval: ApprovalView, refusal: Refusal): Card {
  const card = textCard('refusal', words.say('approval.doneTitle'), [refusalText(words, refusal)]);
  return withAbove(card, ...approvalBlocks(words, approval));
}

/** Tells who asked that it is off. */
export function withdrawnCard(words: Words, approval: ApprovalView): Card {
  return textCard('success', words.say('withdrawn.title'), withdrawnLines(words, approval));
}

/** The same as lines of text. */
export function withdrawnLines(words: Words, approval: ApprovalView): string[] {
  const after = approval.kind === 'gift' ? [words.say('withdrawn.gift')] : [];
  return [decisionText(words, approval), ...after];
}

/** Tells who asked what came of it, why, and what to do now. */
export function decidedCard(words: Words, approval: ApprovalView): Card {
  const isFunded = approval.kind === 'funds' && approval.status === 'approved';
  return outcomeCard(words, approval, isFunded ? [words.say('funds.approved')] : []);
}

function outcomeCard(words: Words, approval: ApprovalView, after: readonly string[]): Card {
  const { status, decisionReason } = approval;
  const reason: CardBlock[] = decisionReason ? [{ kind: 'quote', text: decisionReason }] : [];
  const isGood = status === 'approved';
  const title = words.say(isGood ? 'approval.approvedTitle' : 'approval.declinedTitle');
  const blocks = [decisionText(words, approval), ...reason, ...after];
  return textCard(isGood ? 'success' : 'refusal', title, blocks);
}
