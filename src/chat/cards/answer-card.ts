import type { AnswerOrder } from '#src/app.ts';
import { formatMoney } from '#src/domain/money.ts';
import type { Action, Card } from '#src/ports.ts';
import type { Words } from '#src/words/words.ts';
import { decidedCard } from './approval-card.ts';
import { refusalCard } from './refusal-card.ts';
import { textCard } from './text-card.ts';

/** Tells a giver what came of a request. */
export function answerCard(words: Words, { answer, news }: AnswerOrder): Card {
  const { say, locale } = words;
  if (news.kind === 'refused') return refusalCard(words, news.refusal, say('refused.title'));
  if (news.kind === 'declined') return decidedCard(words, news.approval);
  const lines = news.gifts.map(({ recipientName: name, money }) => {
    return say('issued.line', { name, amount: formatMoney(money, locale) });
  });
  const { budget } = news;
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
  if (news.undoMinutes > 0) lines.push(say('issued.undo', { minutes: news.undoMinutes }));
  const card = textCard('success', say('issued.title'), lines);
  return { ...card, actions: news.undoMinutes > 0 ? [undoAction(words, answer.id)] : [] };
}

/** The button that takes a recognition's gifts back: it works for their giver alone. */
function undoAction({ say }: Words, recognitionId: string): Action {
  return { id: 'undo', label: say('issued.undoButton'), value: recognitionId, style: 'plain' };
}
