import type { NotificationContent, NotificationToSend } from '#src/app.ts';
import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import type { Action, Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { approvalActions, approvalBlocks, decidedCard } from './approval-card.ts';
import { returnOf } from '#src/domain/budget/late-returns.ts';
import { boughtCard, chooseAction, failedCardCard } from './bought-gift-cards.ts';
import { factorCard } from './factor-card.ts';
import { guardCard } from './guard-card.ts';
import { lastDayText, redeemAction } from './gift-card.ts';
import { proposalCard } from './proposal-card.ts';
import { lateReturnText } from './late-return-text.ts';
import { monthCard } from './month-card.ts';
import { directoryEndedCard, movedAddressCard } from './people-news-cards.ts';
import { notSyncedCard } from './not-synced-card.ts';
import { orderNewsCard } from './order-news-card.ts';
import { spendFileCard } from './spend-file-card.ts';
import { textCard } from './text-card.ts';
import { deviceText } from './device-text.ts';
import { must } from '#src/domain/kit/must.ts';
import { weekCard } from './week-card.ts';
import { undeliveredCard } from './undelivered-card.ts';

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
    case 'gift.reminder':
      return reminderCard(words, toSend, content.detail);
    case 'gift.expired':
      return expiredCard(words, content.detail);
    case 'gift.card-bought':
    case 'gift.card-failed':
      return giftCardNews(words, toSend, content);
    case 'gift.no-card':
      return noCardCard(words, content.detail);
    case 'gift.thanked':
      return thankedCard(words, content.detail);
    case 'post.failed':
      return unpostedCard(words, content.detail);
    case 'ledger.broken':
      return brokenCard(words, content.detail);
    case 'report.month':
    case 'report.week':
      return digestCard(words, content);
    case 'gift.undelivered':
      return undeliveredCard(
        words,
        content.detail,
        toSend.channel === 'dm' ? toSend.leased.subjectId : undefined,
      );
    case 'webhook.trouble':
      return webhookCard(words, content.detail);
    case 'codes.guessed':
      return guessedCard(words, content.detail);
    case 'sign-in.asked':
      return signInCard(words, toSend);
    case 'session.opened':
      return deviceCard(words, content.detail);
    case 'factor.added':
    case 'factor.ended':
    case 'factor.recovery-used':
    case 'factor.codes-renewed':
    case 'factor.reset-asked':
    case 'factor.reset':
      return factorCard(words, content);
    case 'promo.granted':
    case 'promo.expiring':
      return promoCard(words, content);
    case 'promo.expired':
    case 'promo.taken-back':
      return promoGoneCard(words, content);
    case 'code.reported':
    case 'code.reissued':
    case 'wallet.frozen':
    case 'wallet.unfrozen':
    case 'wallet.closed':
    case 'wallet.adjusted':
    case 'guard.fired':
      return guardCard(words, content);
    default:
      return otherNewsCard(words, toSend, content);
  }
}

function digestCard(
  words: Words,
  content: Extract<NotificationContent, { kind: 'report.month' | 'report.week' }>,
): Card {
  return content.kind === 'report.month' ? monthCard(words, content.detail) : weekCard(words, content.detail);
}

type OtherNews = Extract<
  NotificationContent,
  {
    kind:
      | 'reward.paused'
      | 'reward.unmatched'
      | 'stock.low'
      | 'people.not-synced'
      | 'address.changed'
      | 'directory.ended'
      | 'report.spend'
      | `order.${string}`
      | `proposal.${string}`;
  }
>;

function otherNewsCard(words: Words, toSend: NotificationToSend, content: OtherNews): Card {
  switch (content.kind) {
    case 'reward.paused':
    case 'reward.unmatched':
      return rewardCard(words, content);
    case 'address.changed':
      return movedAddressCard(words, content.detail);
    case 'directory.ended':
      return directoryEndedCard(words, content.detail);
    case 'people.not-synced':
      return notSyncedCard(words, content.detail);
    case 'report.spend':
      return spendFileCard(words, content.detail, { link: toSend.link });
    case 'stock.low':
      return lowStockCard(words, content.detail);
    case 'order.placed':
    case 'order.started':
    case 'order.fulfilled':
    case 'order.cancelled':
    case 'order.refunded':
      return orderNewsCard(words, { ...toSend, content });
    case 'proposal.made':
    case 'proposal.decided':
      return proposalCard(words, content);
    default:
      return content satisfies never;
  }
}

function giftCardNews(
  words: Words,
  { leased, channel, link }: NotificationToSend,
  content: Extract<NotificationContent, { kind: 'gift.card-bought' | 'gift.card-failed' }>,
): Card {
  const where = { giftId: leased.subjectId, isInChat: channel === 'dm' };
  if (content.kind === 'gift.card-failed') return failedCardCard(words, content.detail, where);
  return boughtCard(words, content.detail, { ...where, link });
}

function noCardCard(
  words: Words,
  { money }: Extract<NotificationContent, { kind: 'gift.no-card' }>['detail'],
): Card {
  const title = words.say('noCard.title', { amount: moneyText(words, money) });
  return textCard('refusal', title, [words.say('noCard.text')]);
}

function rewardCard(
  { say }: Words,
  content: Extract<NotificationContent, { kind: 'reward.paused' | 'reward.unmatched' }>,
): Card {
  const { provider } = content.detail;
  if (content.kind === 'reward.unmatched') {
    const { count } = content.detail;
    return textCard('refusal', say('reward.unmatchedTitle', { provider }), [
      say('reward.unmatched', { count }),
    ]);
  }
  const reason = { kind: 'quote' as const, text: content.detail.reason };
  return textCard('refusal', say('reward.pausedTitle', { provider }), [say('reward.paused'), reason]);
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
  const late = detail.late ? [lateReturnText(words, moneyOf(detail.money), returnOf(detail.late))] : [];
  return textCard('info', words.say('takenBack.title'), [text, ...reason, ...late]);
}

function promoCard(
  words: Words,
  { kind, detail }: Extract<NotificationContent, { kind: 'promo.granted' | 'promo.expiring' }>,
): Card {
  const amount = moneyText(words, detail.money);
  const until = lastDayText(words, { at: new Date(detail.expiresAt), timeZone: detail.timeZone });
  const isNew = kind === 'promo.granted';
  return textCard('info', words.say(isNew ? 'promo.grantedTitle' : 'promo.expiringTitle', { amount }), [
    words.say(kind, { until }),
    { kind: 'quote', text: detail.reason },
  ]);
}

function promoGoneCard(
  words: Words,
  {
    kind,
    detail: { money, reason },
  }: Extract<NotificationContent, { kind: 'promo.expired' | 'promo.taken-back' }>,
): Card {
  const how = kind === 'promo.expired' ? 'expired' : 'takenBack';
  return textCard('info', words.say(`promo.${how}Title`), [
    words.say(`promo.${how}`, { amount: moneyText(words, money) }),
    { kind: 'quote', text: reason },
  ]);
}

function lowStockCard(
  words: Words,
  { product, value, left }: Extract<NotificationContent, { kind: 'stock.low' }>['detail'],
): Card {
  const title = words.say('stock.low.title', { product, value: moneyText(words, value), left });
  return textCard('info', title, [words.say('stock.low.text')]);
}

function reminderCard(
  words: Words,
  { channel, leased }: NotificationToSend,
  detail: Extract<NotificationContent, { kind: 'gift.reminder' }>['detail'],
): Card {
  const { say } = words;
  const amount = moneyText(words, detail.money);
  const until = lastDayText(words, { at: new Date(detail.claimBy), timeZone: detail.timeZone });
  const { giver } = detail;
  const isToday = detail.days === 0;
  const inChat = channel === 'dm';
  const title = say(isToday ? 'reminder.titleToday' : 'reminder.title', { amount });
  const card = textCard('info', title, [
    isToday ? say('reminder.textToday', { giver, amount }) : say('reminder.text', { giver, amount, until }),
    say(detail.isToChoose ? 'reminder.choose' : inChat ? 'reminder.how' : 'reminder.howInMail'),
  ]);
  const action = detail.isToChoose
    ? chooseAction(words, leased.subjectId)
    : redeemAction(words, leased.subjectId);
  return { ...card, actions: inChat ? [action] : [] };
}

function expiredCard(
  words: Words,
  {
    to,
    giver,
    recipient: name,
    money,
    late,
  }: Extract<NotificationContent, { kind: 'gift.expired' }>['detail'],
): Card {
  const { say } = words;
  const amount = moneyText(words, money);
  const text =
    to === 'giver' ? say('expired.giver', { name, amount }) : say('expired.recipient', { giver, amount });
  const where = late ? [lateReturnText(words, moneyOf(money), returnOf(late))] : [];
  return textCard('info', say('expired.title'), [text, ...where]);
}

function unpostedCard(
  { say }: Words,
  { names, isShared = false }: Extract<NotificationContent, { kind: 'post.failed' }>['detail'],
): Card {
  const key = isShared ? 'unposted.shared' : 'unposted.text';
  return textCard('info', say('unposted.title'), [say(key, { names: names.join(', ') })]);
}

function brokenCard(
  { say }: Words,
  { rules }: Extract<NotificationContent, { kind: 'ledger.broken' }>['detail'],
): Card {
  return textCard('refusal', say('broken.title'), [
    say('broken.text', { count: rules.length }),
    ...rules.map(({ name, first }) => ({ kind: 'quote' as const, text: `${name}: ${first}` })),
    say('broken.how'),
  ]);
}

function webhookCard(
  words: Words,
  { host, state, since }: Extract<NotificationContent, { kind: 'webhook.trouble' }>['detail'],
): Card {
  const { say } = words;
  const title = say(`webhook.${state}Title`, { host });
  const at = words.dateAndTime(new Date(since), 'UTC');
  const text = state === 'gone' ? say('webhook.gone') : say(`webhook.${state}`, { since: at });
  return textCard('refusal', title, [text, say(state === 'failing' ? 'webhook.look' : 'webhook.how')]);
}

function thankedCard(
  words: Words,
  { recipient: name, money, text }: Extract<NotificationContent, { kind: 'gift.thanked' }>['detail'],
): Card {
  const quote: CardBlock[] = text ? [{ kind: 'quote', text }] : [];
  return textCard('info', words.say('thanked.title', { name }), [
    words.say('thanked.text', { name, amount: moneyText(words, money) }),
    ...quote,
  ]);
}

function guessedCard(
  words: Words,
  { where, until }: Extract<NotificationContent, { kind: 'codes.guessed' }>['detail'],
): Card {
  return textCard('refusal', words.say('guessed.title'), [
    words.say(`guessed.${where}`, { until: words.time(new Date(until)) }),
    words.say('guessed.how'),
  ]);
}

/** Only ever in a mail: whoever has it can sign in. */
function signInCard({ say }: Words, { link, code }: NotificationToSend): Card {
  const digits = must(code, 'code of a mail to sign in');
  const card = textCard('info', say('signInMail.title'), [
    say('signInMail.text'),
    must(link, 'link of a mail to sign in'),
    say('signInMail.other'),
    {
      kind: 'fields',
      fields: [{ label: say('signInMail.code'), value: `${digits.slice(0, 3)} ${digits.slice(3)}` }],
    },
    say('signInMail.not'),
  ]);
  return { ...card, summary: say('signInMail.text') };
}

function deviceCard(
  words: Words,
  { userAgent, address, at, timeZone }: Extract<NotificationContent, { kind: 'session.opened' }>['detail'],
): Card {
  const { say } = words;
  return textCard('info', say('newDevice.title'), [
    say('newDevice.text', {
      device: deviceText(words, userAgent),
      address,
      at: words.dateAndTime(new Date(at), timeZone),
    }),
    say('newDevice.how'),
  ]);
}

function moneyText({ locale }: Words, stored: StoredMoney): string {
  return formatMoney(moneyOf(stored), locale);
}
