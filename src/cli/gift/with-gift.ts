import type { Command } from 'commander';
import { readUuid } from '#src/cli/kit/read-arguments.ts';

/** The same command, for one gift. */
export function withGift(command: Command): Command {
  return command.argument('<gift>', 'its id, as `largesse gifts list` shows it', readUuid);
}
