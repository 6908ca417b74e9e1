import type { NotificationContent } from '#src/app.ts';
import { formatMoney, moneyOf, type StoredMoney } from '#src/domain/kit/money.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

type GuardContent = Extract<
  NotificationContent,
  {
    kind:
      | 'code.reported'
      | 'code.reissued'
      | 'wallet.frozen'
      | 'wallet.unfrozen'
      | 'wallet.closed'
      | 'wallet.adjusted'
      | 'guard.fired';
  }
>;

/** Tells that a code was reported or replaced, that a wallet was frozen or closed, or that something unusual was done. */
export function guardCard(words: Words, { kind, detail }: GuardContent): Card {
  const { say } = words;
  switch (kind) {
    case 'code.reported': {
      const text = say('reported.text', { ...detail, amount: amountText(words, detail.money) });
      return textCard('info', say('reported.title'), [text, ...because(detail)]);
    }
    case 'code.reissued': {
      const { recipient } = detail;
      const amount = amountText(words, detail.money);
      const text = detail.isOwn
        ? say('reissued.own', { amount })
        : say('reissued.other', { amount, recipient });
      return textCard('info', say('reissued.title'), [text]);
    }
    case 'wallet.frozen':
      return textCard('info', say('wallet.frozenTitle'), [say('wallet.frozen'), ...because(detail)]);
    case 'wallet.unfrozen':
      return textCard('info', say('wallet.unfrozenTitle'), [say('wallet.unfrozen'), ...because(detail)]);
    case 'wallet.closed': {
      const { way } = detail;
      const title = say('wallet.closedTitle', { amount: amountText(words, detail.money) });
      return textCard('info', title, [say('wallet.closed', { way: selectorOf(way) }), ...because(detail)]);
    }
    case 'wallet.adjusted': {
      const { name, way } = detail;
      const title = say('wallet.adjustedTitle', { amount: amountText(words, detail.money), name });
      return textCard('info', title, [say('wallet.adjusted', { way: selectorOf(way) })]);
    }
    case 'guard.fired': {
      const fired = say('guard.fired', { ...detail, rule: selectorOf(detail.rule) });
      const then = say('guard.measure', { measure: selectorOf(detail.measure) });
      return textCard('info', say('guard.title'), [fired, then]);
    }
    default:
      return kind satisfies never;
  }
}

/** ICU's words for a choice have no dashes. */
function selectorOf(name: string): string {
  return name.replaceAll('-', '_');
}

function because({ reason }: { reason: string }): CardBlock[] {
  return reason ? [{ kind: 'quote', text: reason }] : [];
}

function amountText({ locale }: Words, money: StoredMoney): string {
  return formatMoney(moneyOf(money), locale);
}
