import type { WebhookSender } from '#src/ports/webhooks.ts';

/** For jobs of a company without webhooks. */
export const uncalled: Pick<WebhookSender, 'call'> = {
  call: () => Promise.reject(new Error('there is no webhook to call')),
};
