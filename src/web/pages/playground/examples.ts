import { may, type Right } from '#src/domain/people/access.ts';
import { isRole } from '#src/domain/people/roles.ts';
import type { CommandSpec } from '#src/ports/chat.ts';
import type { PlaygroundPerson } from '#src/ports/playground.ts';

/**
 * What a newcomer could try first, in an order that tells the story: only commands that the bot has and that this person
 * may use.
 */
export function examplesFor(
  me: PlaygroundPerson,
  { people, commands }: { people: readonly PlaygroundPerson[]; commands: readonly CommandSpec[] },
): string[] {
  const colleague = people.find((person) => person.userId !== me.userId && !person.isBot);
  const examples = ['/balance', '/help'];
  if (isAllowed(me, 'see-budget')) examples.splice(1, 0, '/budget');
  if (colleague && isAllowed(me, 'give'))
    examples.unshift(`/recognize @${colleague.userId} 25 for the launch`);
  return examples.filter((text) => commands.some(({ name }) => text.split(' ')[0] === `/${name}`));
}

function isAllowed({ role = '' }: PlaygroundPerson, right: Right): boolean {
  const known = role.toLowerCase();
  return isRole(known) && may(known, right);
}
