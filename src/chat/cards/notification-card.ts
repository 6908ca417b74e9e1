import type { NotificationContent, NotificationToSend } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { moneyOf, type StoredMoney } from '#src/domain/outcome.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { approvalActions, approvalBlocks, decidedCard } from './approval-card.ts';
import { textCard } from './text-card.ts';

/** A notification as a card, with buttons in chat and a link in mail. It never contains a code. */
export function notificationCard(words: Words, toSend: NotificationToSend): Card {
  const { content } = toSend;
  switch (content.kind) {
    case 'approval.asked':
    case 'approval.reminder':
      return askingCard(words, { ...toSend, content });
    case 'approval.decided':
      return decidedCard(words, content.approval);
    case 'budget.alert':
      return alertCard(words, content.detail);
    case 'gift.undone':
    case 'gift.voided':
      return takenBackCard(words, content);
    case 'gift.undelivered':
      return undeliveredCard(words, content.detail);
    default:
      return content satisfies never;
  }
}

type Asking = Extract<NotificationContent, { kind: 'approval.asked' | 'approval.reminder' }>;

function askingCard(words: Words, toSend: NotificationToSend & { content: Asking }): Card {
  const { say } = words;
  const { kind, approval } = toSend.content;
  const title = say(kind === 'approval.asked' ? 'approval.title' : 'approval.remindTitle', {
    name: approval.requesterName,
  });
  const blocks: (CardBlock | string)[] = [...approvalBlocks(words, approval)];
  let actions: Action[] = [];
  if (toSend.channel === 'dm') actions = approvalActions(words, approval);
  else blocks.push(toSend.link ? say('approval.link', { link: toSend.link }) : say('approval.noLink'));
  return { ...textCard('info', title, blocks), actions };
}

function alertCard(
  words: Words,
  detail: Extract<NotificationContent, { kind: 'budget.alert' }>['detail'],
): Card {
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
  { kind, detail }: Extract<NotificationContent, { kind: 'gift.undone' | 'gift.voided' }>,
): Card {
  const amount = moneyText(words, detail.money);
  const reason: CardBlock[] = detail.reason ? [{ kind: 'quote', text: detail.reason }] : [];
  const text = words.say(kind === 'gift.undone' ? 'undone.text' : 'voided.text', {
    giver: detail.giver,
    amount,
  });
  return textCard('info', words.say('takenBack.title'), [text, ...reason]);
}

function undeliveredCard(
  words: Words,
  { recipient, money, reason }: Extract<NotificationContent, { kind: 'gift.undelivered' }>['detail'],
): Card {
  const amount = moneyText(words, money);
  return textCard('refusal', words.say('undelivered.title', { name: recipient }), [
    words.say('undelivered.text', { name: recipient, amount }),
    { kind: 'quote', text: reason },
    words.say('undelivered.how', { name: recipient }),
  ]);
}

function moneyText({ locale }: Words, stored: StoredMoney): string {
  return formatMoney(moneyOf(stored), locale);
}
