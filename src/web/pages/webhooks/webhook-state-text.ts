import type { ListedWebhook } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';

/** How a webhook does, in a sentence. */
export function webhookStateText(
  { say, dateAndTime }: Words,
  timeZone: string,
  { status, disabledWhy, failingSince }: ListedWebhook,
): string {
  if (status === 'disabled')
    return say(disabledWhy === 'gone' ? 'web.webhooks.gone' : 'web.webhooks.disabled');
  if (status === 'paused') return say('web.webhooks.paused');
  if (failingSince) return say('web.webhooks.failing', { since: dateAndTime(failingSince, timeZone) });
  return say('web.webhooks.active');
}
