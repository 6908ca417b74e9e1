import type { ChatPlatform, CommandSpec } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/** Every chat platform, by folder name. Loaded on first use: their SDKs are large. */
export const chatPlatforms = {
  discord: async () => (await import('./chat/discord/platform.ts')).createDiscordPlatform,
  playground: async () => (await import('./chat/playground/platform.ts')).createPlaygroundPlatform,
  slack: async () => (await import('./chat/slack/platform.ts')).createSlackPlatform,
};

/** Every mailer, by folder name; loaded on first use. */
export const mailers = {
  smtp: async () => (await import('./mail/smtp/mailer.ts')).createSmtpMailer,
};

type Creator<Load extends () => Promise<unknown>> = Awaited<ReturnType<Load>>;

type RealConfig = {
  slack?: Parameters<Creator<typeof chatPlatforms.slack>>[0];
  discord?: Parameters<Creator<typeof chatPlatforms.discord>>[0];
};

/** The ids of the configured platforms, without the playground. */
export function configuredPlatforms(config: RealConfig): (keyof RealConfig)[] {
  return (['slack', 'discord'] as const).filter((id) => config[id]);
}

/** The configured platforms, without the playground, in the same order. */
export async function createConfiguredPlatforms(
  { slack, discord }: RealConfig,
  deps: { log: Log; clock: Clock; commands: readonly CommandSpec[] },
): Promise<ChatPlatform[]> {
  return [
    ...(slack ? [(await chatPlatforms.slack())(slack, deps)] : []),
    ...(discord ? [(await chatPlatforms.discord())(discord, deps)] : []),
  ];
}
