import type { Command } from 'commander';
import { must } from '#src/domain/kit/must.ts';

/**
 * The command of this name, such as `start`, or the parent of subcommands, such as `budget`. The table of commands
 * creates it.
 */
export function commandOf(program: Command, name: string): Command {
  const found = program.commands.find((command) => command.name() === name);
  return must(found, `command ${name} in the table of commands`);
}
