import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import type { Command } from '../define-command.ts';
import { textCard } from './text-card.ts';

/** How a command is used: what it does, what follows its name, and an example. */
export function commandHelpCard(words: Words, command: Command): Card {
  const { say } = words;
  const { summary, usage, example, options } = command;
  const name = words.command(command.name);
  const blocks = [say(summary), say('wrongUse.how', { name, usage: usage ? say(usage) : '' }).trimEnd()];
  if (example) blocks.push(say('commandHelp.example', { name, example: say(example) }));
  const details = Object.values(options).map((option) => `• ${say(option.summary)}`);
  if (details.length > 0) blocks.push(details.join('\n'));
  return textCard('info', say('commandHelp.title', { name }), blocks);
}
