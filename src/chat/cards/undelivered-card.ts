import type { CurrentCards } from '#src/app.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import { formatMoney, moneyOf } from '#src/domain/kit/money.ts';
import type { Undelivered } from '#src/domain/message/notifications.ts';
import type { Action, Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/**
 * Tells whoever can act that a gift reached nobody, what was tried and what to do. What the platforms said is left out:
 * it is for whoever runs the program. `giftId` is missing where there are no buttons.
 */
export function undeliveredCard(words: Words, detail: Undelivered, giftId: string | undefined): Card {
  const { say, locale } = words;
  const { recipient: name, money, resent = 0, isInactive = false } = detail;
  const amount = formatMoney(moneyOf(money), locale);
  const again = resent > 0 ? 'yes' : 'no';
  const card = textCard('refusal', say('undelivered.title', { name }), [
    say('undelivered.text', { name, amount, again }),
    ...whyNot(words, detail),
    isInactive
      ? say('undelivered.inactiveHow')
      : say(giftId ? 'undelivered.how' : 'undelivered.howInMail', { name }),
  ]);
  return { ...card, actions: giftId && !isInactive ? [resendAction(words, giftId)] : [] };
}

/** The button that sends the gift again; it works for its giver and for HR. */
function resendAction({ say }: Words, giftId: string): Action {
  return { id: 'resend', label: say('undelivered.resend'), value: giftId, style: 'plain' };
}

/** The same once there is nothing to do about it. */
export function undeliveredSinceCard(
  { say, locale }: Words,
  gift: GiftMessage,
  since: Extract<CurrentCards['undelivered']['since'], string>,
): Card {
  const name = gift.recipientName;
  const amount = formatMoney(gift.money, locale);
  return textCard('info', say('undelivered.title', { name }), [
    say('undelivered.since', { name, amount, since }),
  ]);
}

function whyNot(
  words: Words,
  { recipient: name, tried = [], isInactive, hasAddress }: Undelivered,
): string[] {
  const { say } = words;
  if (isInactive) return [say('undelivered.inactive', { name })];
  const ways = tried.map((way) => wayText(words, way)).join(', ');
  return [
    ...(ways ? [say('undelivered.tried', { ways })] : []),
    ...(hasAddress === false ? [say('undelivered.noAddress')] : []),
  ];
}

function wayText({ say }: Words, { channel, platform }: NonNullable<Undelivered['tried']>[number]): string {
  if (channel === 'email') return say('undelivered.email');
  return say(`undelivered.${channel}`, { platform: platform ?? '' });
}
