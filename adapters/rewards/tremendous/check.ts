import { formatMoney } from '#src/domain/kit/money.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Tremendous } from './call.ts';
import { funds } from './funds.ts';

const SUBJECT = 'Rewards of Tremendous';

/** Asks for the funds, which also proves the key, and looks whether news of pending orders can come. */
export async function check(tremendous: Tremendous): Promise<Finding[]> {
  return [await judgeFunds(tremendous), ...judgeWebhook(tremendous)];
}

async function judgeFunds(tremendous: Tremendous): Promise<Finding> {
  const found = await funds(tremendous);
  if (found.kind === 'ok' && found.available.amountMinor > 0n) {
    return { subject: SUBJECT, level: 'ok', message: `${formatMoney(found.available)} are left` };
  }
  if (found.kind === 'ok') {
    const fix = 'Add funds in Tremendous’s dashboard';
    return { subject: SUBJECT, level: 'warning', message: 'no funds are left: orders will fail', fix };
  }
  const message =
    found.kind === 'unknown' ? found.fault : found.kind === 'rejected' ? found.reason : 'no answer';
  const fix =
    'Check TREMENDOUS_API_KEY and TREMENDOUS_FUNDING_SOURCE in Tremendous’s dashboard, and the network';
  return { subject: SUBJECT, level: 'problem', message, fix };
}

function judgeWebhook({ config }: Tremendous): Finding[] {
  if (config.webhookKey) return [];
  const message =
    'TREMENDOUS_WEBHOOK_KEY is not set: orders that wait for an approval are asked for now and then';
  const fix = 'Create a webhook in Tremendous, and set its private key';
  return [{ subject: SUBJECT, level: 'warning', message, fix }];
}
