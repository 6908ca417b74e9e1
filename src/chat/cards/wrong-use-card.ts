import { must } from '#src/domain/kit/must.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import type { Command } from '../define-command.ts';
import type { WrongUse } from '../read-options.ts';
import { amountProblemText } from './amount-problem-text.ts';
import { textCard } from './text-card.ts';
import { typedAmountText } from './typed-amount-text.ts';

/** Says what was wrong with a command as typed, and how to use it. */
export function wrongUseCard(words: Words, command: Command, wrongUse: WrongUse): Card {
  const { say } = words;
  const usage = command.usage ? say(command.usage) : '';
  return textCard('refusal', say('wrongUse.title'), [
    wrongUseText(words, command, wrongUse),
    say('wrongUse.how', { name: words.command(command.name), usage }),
  ]);
}

/** What was wrong with a command as typed, in one sentence or two. */
export function wrongUseText({ say }: Pick<Words, 'say'>, command: Command, wrongUse: WrongUse): string {
  switch (wrongUse.problem) {
    case 'not-a-person':
      return say('wrongUse.notAPerson', { typed: wrongUse.typed });
    case 'not-an-amount':
      return amountProblemText({ say }, wrongUse.amount);
    case 'late-recipient':
      return lateRecipientText({ say }, wrongUse);
    case 'too-long': {
      const { length, most } = wrongUse;
      return say('wrongUse.tooLong', { length, most, over: length - most });
    }
    case 'missing':
      return missingText({ say }, command, wrongUse);
    default:
      return wrongUse satisfies never;
  }
}

function missingText(
  { say }: Pick<Words, 'say'>,
  command: Command,
  { kind, option }: Extract<WrongUse, { problem: 'missing' }>,
): string {
  switch (kind) {
    case 'person':
    case 'people':
      return say('wrongUse.person');
    case 'money':
      return say('wrongUse.amount');
    case 'code':
      return say('wrongUse.code');
    case 'text':
      return say('wrongUse.missing', { option: say(must(command.options[option], option).summary) });
    default:
      return kind satisfies never;
  }
}

function lateRecipientText(
  { say }: Pick<Words, 'say'>,
  { amount, names, late }: Extract<WrongUse, { problem: 'late-recipient' }>,
): string {
  const name = late.name.replace(/^@/u, '');
  const first = typedAmountText(amount);
  if (!late.amount) return say('wrongUse.lateRecipient', { name, amount: first });
  const otherAmount = typedAmountText(late.amount);
  return say('wrongUse.twoAmounts', {
    amount: first,
    names: names || say('wrongUse.theOthers'),
    otherAmount,
    otherName: name,
  });
}
