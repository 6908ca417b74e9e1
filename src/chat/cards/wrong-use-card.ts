import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import type { Command } from '../define-command.ts';
import type { WrongUse } from '../read-options.ts';
import { textCard } from './text-card.ts';

/** Says what was wrong with a command as typed, and how to use it. */
export function wrongUseCard(words: Words, command: Command, wrongUse: WrongUse): Card {
  const { say } = words;
  const usage = command.usage ? say(command.usage) : '';
  return textCard('refusal', say('wrongUse.title'), [
    problemText(words, command, wrongUse),
    say('wrongUse.how', { name: words.command(command.name), usage }),
  ]);
}

function problemText({ say }: Words, command: Command, wrongUse: WrongUse): string {
  switch (wrongUse.problem) {
    case 'not-a-person':
      return say('wrongUse.notAPerson', { typed: wrongUse.typed });
    case 'not-an-amount':
      return say('wrongUse.amount', { typed: wrongUse.typed });
    case 'missing': {
      if (wrongUse.kind === 'person' || wrongUse.kind === 'people') return say('wrongUse.person');
      const option = command.options[wrongUse.option];
      return say('wrongUse.missing', { option: option ? say(option.summary) : wrongUse.option });
    }
    default:
      return wrongUse satisfies never;
  }
}
