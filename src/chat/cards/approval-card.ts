import type { ApprovalView } from '#src/app.ts';
import { formatMoney } from '#src/domain/money.ts';
import type { Action, Card, CardBlock } from '#src/ports.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

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
        { label: say('approval.department'), value: departmentName },
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

/** Tells who decided what they decided: it is done, either way. */
export function verdictCard(words: Words, approval: ApprovalView): Card {
  return { ...decidedCard(words, approval), tone: 'success' };
}

/** Tells who asked what came of it, and why. */
export function decidedCard(words: Words, approval: ApprovalView): Card {
  const { status, decisionReason } = approval;
  const reason: CardBlock[] = decisionReason ? [{ kind: 'quote', text: decisionReason }] : [];
  const isGood = status === 'approved';
  const title = words.say(isGood ? 'approval.approvedTitle' : 'approval.declinedTitle');
  return textCard(isGood ? 'success' : 'refusal', title, [decisionText(words, approval), ...reason]);
}
