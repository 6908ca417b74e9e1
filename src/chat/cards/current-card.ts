import type { CurrentCard, CurrentCards } from '#src/app.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { answerCard } from './answer-card.ts';
import { answeredQuestionCard } from './answered-question-card.ts';
import { decidedCard, verdictCard, withdrawnCard } from './approval-card.ts';
import { balanceCard } from './balance-card.ts';
import { endedGiftCard, goneClaimCard } from './ended-gift-card.ts';
import { fundsCard } from './funds-card.ts';
import { orderCard } from './order-card.ts';
import { postCard } from './post-card.ts';
import { undeliveredCard, undeliveredSinceCard } from './undelivered-card.ts';

/** The card that takes the place of one with buttons: what it shows now, without the buttons that no longer stand. */
export function currentCard(words: Words, { kind, facts }: CurrentCard): Card {
  switch (kind) {
    case 'decision':
      return verdictCard(words, facts.approval);
    case 'waiting':
      return 'update' in facts ? updateCard(words, facts) : settledCard(words, facts.approval);
    case 'update':
      return updateCard(words, facts);
    case 'gift':
      return endedGiftCard(words, facts);
    case 'post':
      return postCard(words, facts);
    case 'claim':
      return goneClaimCard(words, facts);
    case 'undelivered':
      return undeliveredAgainCard(words, facts);
    case 'order':
      return orderCard(words, facts);
    case 'balance':
      return balanceCard(words, facts, facts.personId);
    default:
      return kind satisfies never;
  }
}

function undeliveredAgainCard(words: Words, { gift, since }: CurrentCards['undelivered']): Card {
  if (typeof since === 'string') return undeliveredSinceCard(words, gift, since);
  const { recipientName: recipient, money, giftId } = gift;
  return undeliveredCard(words, { recipient, money: storeMoney(money), reason: since.failed }, giftId);
}

function settledCard(words: Words, approval: CurrentCards['decision']['approval']): Card {
  return approval.status === 'withdrawn' ? withdrawnCard(words, approval) : decidedCard(words, approval);
}

function updateCard(words: Words, facts: CurrentCards['update']): Card {
  const { recognitionId, update, funds, question, withdrawn } = facts;
  if (withdrawn) return withdrawnCard(words, withdrawn);
  if (question)
    return answeredQuestionCard(words, question, {
      recognition: { id: recognitionId, status: 'cancelled', refusal: null },
      isChanged: true,
    });
  const mayAskAgain = !funds || funds.status === 'expired' || funds.status === 'withdrawn';
  if (update.kind === 'refused' && !mayAskAgain) return fundsCard(words, update.refusal, funds);
  return answerCard(words, { leased: { id: recognitionId }, update });
}
