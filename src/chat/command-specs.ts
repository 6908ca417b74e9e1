import type { CommandSpec } from '#src/ports/chat.ts';
import type { Words } from '#src/words/words.ts';
import { commands } from './commands/commands.ts';

/** The commands as data in one language: manifests, registrations and the README's table come from it. */
export function commandSpecs({ say, command: nameOf }: Words): CommandSpec[] {
  return commands.map((command) => ({
    name: nameOf(command.name),
    summary: say(command.summary),
    usage: command.usage ? say(command.usage) : '',
    ...(command.platforms && { platforms: command.platforms }),
    options: Object.entries(command.options).map(([name, option]) => ({
      name,
      kind: option.kind,
      summary: say(option.summary),
      isRequired: option.isRequired,
      ...(option.others && {
        others: { name: option.others.name, summary: say(option.others.summary) },
      }),
    })),
  }));
}
