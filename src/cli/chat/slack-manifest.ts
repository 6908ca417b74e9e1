import type { Command } from 'commander';
import { slackManifest } from '#adapters/chat/slack/manifest.ts';
import { commandSpecs } from '#src/chat/command-specs.ts';
import { configFrom, readEnv } from '#src/config.ts';
import { createWords } from '#src/words/words.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { printJson } from '#src/cli/kit/context.ts';
import { readHttpsUrl } from '#src/cli/kit/read-arguments.ts';

/** `largesse slack manifest`: prints the manifest to create the Slack app from. */
export function addSlackManifest(program: Command): void {
  commandOf(program, 'slack')
    .command('manifest')
    .description('print the app manifest (JSON) to paste at https://api.slack.com/apps')
    .option('--url <url>', 'your public address, for HTTP; Socket Mode if omitted', readHttpsUrl)
    .addHelpText('after', '\nExample:\n  largesse slack manifest --url https://gifts.example.com')
    .action(({ url }: { url?: string }) => {
      // The app's tokens come with the app, so they may be missing or half set here.
      const { LARGESSE_COMMANDS } = readEnv();
      const words = createWords(undefined, configFrom({ LARGESSE_COMMANDS }).commandNames);
      printJson(slackManifest(commandSpecs(words), url ? { url } : {}));
    });
}
