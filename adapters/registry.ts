import type { ChatPlatform, Clock, CommandSpec, Log } from '#src/ports.ts';
import { createDiscordPlatform } from './chat/discord/platform.ts';
import { createPlaygroundPlatform } from './chat/playground/platform.ts';
import { createSlackPlatform } from './chat/slack/platform.ts';
import { createSmtpMailer } from './mail/smtp/mailer.ts';

/** Every chat platform there is, by the name of its folder. */
export const chatPlatforms = {
  discord: createDiscordPlatform,
  playground: createPlaygroundPlatform,
  slack: createSlackPlatform,
};

/** Every way to send mail, by the name of its folder. */
export const mailers = {
  smtp: createSmtpMailer,
};

type RealConfig = {
  slack?: Parameters<typeof createSlackPlatform>[0];
  discord?: Parameters<typeof createDiscordPlatform>[0];
};

/** The platforms that are configured, apart from the playground. */
export function createConfiguredPlatforms(
  config: RealConfig,
  deps: { log: Log; clock: Clock; commands: readonly CommandSpec[] },
): ChatPlatform[] {
  return [
    ...(config.slack ? [chatPlatforms.slack(config.slack, deps)] : []),
    ...(config.discord ? [chatPlatforms.discord(config.discord, deps)] : []),
  ];
}
