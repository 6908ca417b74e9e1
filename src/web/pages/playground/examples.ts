import type { CommandSpec } from '#src/ports/chat.ts';
import type { Person } from './deps.ts';

/** What a newcomer could try first, in an order that tells the story; only commands that the bot has. */
export function examplesFor(
  me: Person,
  { people, commands }: { people: readonly Person[]; commands: readonly CommandSpec[] },
): string[] {
  const colleague = people.find((person) => person.userId !== me.userId && !person.isBot);
  const examples = ['/balance', '/budget', '/help'];
  if (colleague) examples.unshift(`/recognize @${colleague.userId} 25 for the launch`);
  return examples.filter((text) => commands.some(({ name }) => text.split(' ')[0] === `/${name}`));
}
