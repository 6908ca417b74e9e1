import type { Command } from 'commander';
import { commandSpecs } from '#src/chat/command-specs.ts';
import { createWords } from '#src/words/words.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, readConfig } from '#src/cli/kit/context.ts';

/** `largesse discord register`: registers our commands with Discord, and writes only when something differs. */
export function addDiscordRegister(program: Command): void {
  commandOf(program, 'discord')
    .command('register')
    .description('register the bot’s commands with Discord')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  DISCORD_TOKEN=… DISCORD_APPLICATION_ID=… largesse discord register')
    .action(async ({ json }: { json?: boolean }) => {
      const { discord, commandNames, misconfigured } = readConfig();
      const wrong = misconfigured.find(({ platform }) => platform === 'discord');
      if (wrong) throw wrong.error;
      if (!discord)
        throw new Refused('Discord is not configured. Set DISCORD_TOKEN and DISCORD_APPLICATION_ID.');
      const { registerCommands } = await import('#adapters/chat/discord/register.ts');
      const changes = await registerCommands(discord, commandSpecs(createWords(undefined, commandNames)));
      if (json) return printJson(changes);
      const lines = Object.entries(changes).flatMap(([what, names]) =>
        names.map((name) => `${what}: /${name}`),
      );
      print(lines.length === 0 ? 'The commands are up to date.' : lines.join('\n'));
    });
}
