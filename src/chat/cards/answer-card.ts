import { formatMoney } from '#src/domain/kit/money.ts';
import type { Action, Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { decidedCard } from './approval-card.ts';
import { reviewReasonText } from './review-reason-text.ts';
import { fundsActions } from './funds-actions.ts';
import { questionCard } from './question-card.ts';
import { refusalCard } from './refusal-card.ts';
import { shareText } from './share-text.ts';
import { textCard } from './text-card.ts';
import { undoneBeforeCard } from './undone-card.ts';
import type { GiverUpdate } from '#src/domain/recognition/giver-update.ts';

type UpdateOf<K extends GiverUpdate['kind']> = Extract<GiverUpdate, { kind: K }>;

/** Tells a giver the result of a request, or asks them to confirm it. */
export function answerCard(
  words: Words,
  { leased, update }: { leased: { id: string }; update: GiverUpdate },
): Card {
  const { say } = words;
  switch (update.kind) {
    case 'refused': {
      const card = refusalCard(words, update.refusal, say('refused.title'));
      return { ...card, actions: fundsActions(words, update.refusal, leased.id) };
    }
    case 'delayed':
      return textCard('info', say('delayed.title'), [say('delayed.text')]);
    case 'question':
      return questionCard(words, update);
    case 'waiting':
      return waitingApprovalCard(words, update);
    case 'declined':
      return decidedCard(words, update.approval);
    case 'cancelled': {
      const text = update.isUnconfirmed ? say('cancelled.unconfirmed') : say('cancelled.text');
      return textCard('info', say('cancelled.title'), [text]);
    }
    case 'taken-back':
      return undoneBeforeCard(words, update.undone, update.kept);
    case 'issued':
      return issuedCard(words, leased.id, update);
    default:
      return update satisfies never;
  }
}

function issuedCard(
  words: Words,
  recognitionId: string,
  { gifts, toChoose = [], budget, warnings, undoMinutes }: UpdateOf<'issued'>,
): Card {
  const { say, locale } = words;
  const lines = [shareText(words, gifts)];
  if (toChoose.length > 0) lines.push(say('issued.toChoose', { names: toChoose.join(', ') }));
  if (budget) {
    const { department, leftMinor, until } = budget;
    const left = formatMoney({ amountMinor: leftMinor, currency: department.currency }, locale);
    lines.push(
      say('issued.left', {
        department: department.name,
        left,
        until: words.date(until, department.timeZone),
      }),
    );
  }
  lines.push(...warnings.map((warning) => reviewReasonText(words, warning)));
  if (undoMinutes > 0) lines.push(say('issued.undo', { minutes: undoMinutes }));
  const card = textCard('success', say('issued.title'), lines);
  return { ...card, actions: undoMinutes > 0 ? [undoAction(words, recognitionId)] : [] };
}

/** The button that takes a recognition's gifts back; it works only for their giver. */
function undoAction({ say }: Words, recognitionId: string): Action {
  return { id: 'undo', label: say('issued.undoButton'), value: recognitionId, style: 'plain' };
}

/** Includes the button that withdraws it from the approvers; it works only for its giver. */
function waitingApprovalCard(words: Words, { approvalId, gifts, reviewReasons }: UpdateOf<'waiting'>): Card {
  const { say } = words;
  const card = textCard('info', say('waiting-approval.title'), [
    ...reviewReasons.map((reviewReason) => reviewReasonText(words, reviewReason)),
    shareText(words, gifts, 'waiting-approval'),
    say('waiting-approval.text'),
  ]);
  const label = say('waiting-approval.withdraw');
  return { ...card, actions: [{ id: 'withdraw', label, value: approvalId, style: 'plain' }] };
}
