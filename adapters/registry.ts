import type { ChatPlatform, CommandSpec } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import type { PaymentMethod } from '#src/ports/payment-method.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';

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

/** Every provider of rewards, by folder name. */
export const rewardProviders = {
  'amazon-incentives': async () =>
    (await import('./rewards/amazon-incentives/provider.ts')).createAmazonIncentives,
  tremendous: async () => (await import('./rewards/tremendous/provider.ts')).createTremendous,
};

/** Every other payment method at checkout, by folder name. */
export const paymentMethods = {
  stripe: async () => (await import('./payments/stripe/payment-method.ts')).createStripe,
};

/** Everything that calls webhooks, by folder name; loaded on first use. */
export const webhookSenders = {
  http: async () => (await import('./webhooks/http/sender.ts')).createHttpWebhookSender,
};

type Creator<Load extends () => Promise<unknown>> = Awaited<ReturnType<Load>>;

type RealConfig = {
  slack?: Parameters<Creator<typeof chatPlatforms.slack>>[0];
  discord?: Parameters<Creator<typeof chatPlatforms.discord>>[0];
};

type RewardConfig = {
  amazonIncentives?: Parameters<Creator<(typeof rewardProviders)['amazon-incentives']>>[0];
  tremendous?: Parameters<Creator<typeof rewardProviders.tremendous>>[0];
};

type PaymentConfig = { stripe?: Parameters<Creator<typeof paymentMethods.stripe>>[0] };

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

/** The configured providers of rewards. */
export async function createRewardProviders(
  { amazonIncentives, tremendous }: RewardConfig,
  deps: { log: Log; clock: Clock },
): Promise<RewardProvider[]> {
  return [
    ...(amazonIncentives ? [(await rewardProviders['amazon-incentives']())(amazonIncentives, deps)] : []),
    ...(tremendous ? [(await rewardProviders.tremendous())(tremendous, deps)] : []),
  ];
}

/** The configured other payment methods, each with its part of `largesse doctor`. */
export async function createPaymentMethods(
  { stripe }: PaymentConfig,
  deps: { log: Log; clock: Clock },
): Promise<(PaymentMethod & { check(): Promise<Finding[]> })[]> {
  return stripe ? [(await paymentMethods.stripe())(stripe, deps)] : [];
}
