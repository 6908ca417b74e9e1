import type { NoticeNews, NoticeOrder } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { moneyOf, type StoredMoney } from '#src/domain/outcome.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { approvalActions, approvalBlocks, decidedCard } from './approval-card.ts';
import { textCard } from './text-card.ts';

/** The message of a notice, with buttons in chat and a link in a mail. It never holds a code. */
export function noticeCard(words: Words, order: NoticeOrder): Card {
  const { news } = order;
  switch (news.kind) {
    case 'approval.asked':
    case 'approval.reminder':
      return askingCard(words, { ...order, news });
    case 'approval.decided':
      return decidedCard(words, news.approval);
    case 'budget.alert':
      return alertCard(words, news.detail);
    case 'gift.undone':
    case 'gift.voided':
      return takenBackCard(words, news);
    default:
      return news satisfies never;
  }
}

type Asking = Extract<NoticeNews, { kind: 'approval.asked' | 'approval.reminder' }>;

function askingCard(words: Words, order: NoticeOrder & { news: Asking }): Card {
  const { say } = words;
  const { kind, approval } = order.news;
  const title = say(kind === 'approval.asked' ? 'approval.title' : 'approval.remindTitle', {
    name: approval.requesterName,
  });
  const blocks: (CardBlock | string)[] = [...approvalBlocks(words, approval)];
  let actions: Action[] = [];
  if (order.channel === 'dm') actions = approvalActions(words, approval);
  else blocks.push(order.link ? say('approval.link', { link: order.link }) : say('approval.noLink'));
  return { ...textCard('info', title, blocks), actions };
}

function alertCard(words: Words, detail: Extract<NoticeNews, { kind: 'budget.alert' }>['detail']): Card {
  const { say } = words;
  const { department, percent } = detail;
  const [left, granted] = [moneyText(words, detail.left), moneyText(words, detail.granted)];
  const until = words.date(new Date(detail.until), detail.timeZone);
  return textCard('info', say('alert.title', { department, percent }), [
    say('alert.text', { left, granted, until }),
  ]);
}

function takenBackCard(
  words: Words,
  { kind, detail }: Extract<NoticeNews, { kind: 'gift.undone' | 'gift.voided' }>,
): Card {
  const amount = moneyText(words, detail.money);
  const reason: CardBlock[] = detail.reason ? [{ kind: 'quote', text: detail.reason }] : [];
  const text = words.say(kind === 'gift.undone' ? 'undone.text' : 'voided.text', {
    giver: detail.giver,
    amount,
  });
  return textCard('info', words.say('takenBack.title'), [text, ...reason]);
}

function moneyText({ locale }: Words, stored: StoredMoney): string {
  return formatMoney(moneyOf(stored), locale);
}
