import type { AnswerOrder, News } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Action, Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { decidedCard } from './approval-card.ts';
import { concernText } from './concern-text.ts';
import { fundsActions } from './funds-actions.ts';
import { questionCard } from './question-card.ts';
import { refusalCard } from './refusal-card.ts';
import { shareText } from './share-text.ts';
import { textCard } from './text-card.ts';

type NewsOf<K extends News['kind']> = Extract<News, { kind: K }>;

/** Tells a giver what came of a request, or asks them whether they mean it. */
export function answerCard(words: Words, { claimed, news }: AnswerOrder): Card {
  const { say } = words;
  switch (news.kind) {
    case 'refused': {
      const card = refusalCard(words, news.refusal, say('refused.title'));
      return { ...card, actions: fundsActions(words, news.refusal, claimed.id) };
    }
    case 'question':
      return questionCard(words, news);
    case 'waiting':
      return waitingApprovalCard(words, news);
    case 'declined':
      return decidedCard(words, news.approval);
    case 'cancelled': {
      const text = news.isUnconfirmed ? say('cancelled.unconfirmed') : say('cancelled.text');
      return textCard('info', say('cancelled.title'), [text]);
    }
    case 'issued':
      return issuedCard(words, claimed.id, news);
    default:
      return news satisfies never;
  }
}

function issuedCard(
  words: Words,
  recognitionId: string,
  { gifts, budget, warnings, undoMinutes }: NewsOf<'issued'>,
): Card {
  const { say, locale } = words;
  const lines = [shareText(words, gifts)];
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
  lines.push(...warnings.map((warning) => concernText(words, warning)));
  if (undoMinutes > 0) lines.push(say('issued.undo', { minutes: undoMinutes }));
  const card = textCard('success', say('issued.title'), lines);
  return { ...card, actions: undoMinutes > 0 ? [undoAction(words, recognitionId)] : [] };
}

/** The button that takes a recognition's gifts back: it works for their giver alone. */
function undoAction({ say }: Words, recognitionId: string): Action {
  return { id: 'undo', label: say('issued.undoButton'), value: recognitionId, style: 'plain' };
}

/** With the button that takes it back from the approvers: it works for its giver alone. */
function waitingApprovalCard(words: Words, { approvalId, gifts, concerns }: NewsOf<'waiting'>): Card {
  const { say } = words;
  const card = textCard('info', say('waiting-approval.title'), [
    ...concerns.map((concern) => concernText(words, concern)),
    shareText(words, gifts, 'waiting-approval'),
    say('waiting-approval.text'),
  ]);
  const label = say('waiting-approval.withdraw');
  return { ...card, actions: [{ id: 'withdraw', label, value: approvalId, style: 'plain' }] };
}
