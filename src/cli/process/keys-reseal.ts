import { join } from 'node:path';
import type { Command } from 'commander';
import type { ListedKeys } from '#src/app.ts';
import { addCommand, type CommandResult } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { showProgressBar } from '#src/cli/kit/progress-bar.ts';
import { resealMails } from '#src/process/mailbox-folder.ts';
import type { Core } from '#src/process/open-core.ts';
import { needsText, processText } from './keys-text.ts';

const LEFT_SHOWN = 5;

/** `largesse keys reseal`: brings everything that is under another key under the one that writes. */
export function addKeysReseal(program: Command): void {
  addCommand(program, {
    name: 'keys reseal',
    summary:
      'bring all that is under older keys under the one that writes; run it again if it was broken off',
    json: 'object',
    examples: ['keys reseal'],
    async run(core) {
      const listed = orRefuse(core, await core.app.queries.keys.list(operatorOf(core)));
      const [first = ''] = core.keys.ids();
      const lacking = listed.processes.filter(({ keyIds }) => !keyIds.includes(first));
      if (lacking.length > 0) {
        throw new Refused(
          `${lacking.map(processText).join(', ')}: no ${first} there, so what comes under it could not be read. Add it there first`,
        );
      }
      return reseal(core, listed, first);
    },
  });
}

async function reseal(core: Core, { keys }: ListedKeys, first: string): Promise<CommandResult> {
  const old = keys.filter(({ id }) => id !== first);
  const total = old.reduce(
    (sum, { needs: { codes, factors, webhooks, stock, seals, requests } }) =>
      sum + codes + factors + webhooks + stock + seals + requests,
    0,
  );
  const done = { codes: 0, factors: 0, webhooks: 0, stock: 0, seals: 0, requests: 0, unsealed: 0 };
  const bar = showProgressBar('Sealing anew', total);
  function count(what: 'codes' | 'factors' | 'webhooks' | 'stock' | 'seals' | 'requests') {
    return (resealed: number) => {
      done[what] += resealed;
      bar.advance(resealed);
    };
  }
  try {
    const left = await core.app.keys.resealCodes(count('codes'));
    const leftFactors = await core.app.keys.resealFactors(count('factors'));
    const leftWebhooks = await core.app.keys.resealWebhookSecrets(count('webhooks'));
    const leftStock = await core.app.keys.resealStock(count('stock'));
    await core.app.keys.resealRequests(count('requests'));
    await core.app.keys.resealSeals(count('seals'));
    const mails = await resealMails(join(core.config.dir, 'mailbox'), core.keys);
    const isLeft = left.length + leftFactors.length + leftWebhooks.length + leftStock.length > 0;
    if (isLeft) process.exitCode = 1;
    return {
      json: {
        key: first,
        codes: done.codes,
        factors: done.factors,
        webhooks: done.webhooks,
        stock: done.stock,
        seals: done.seals,
        requests: done.requests,
        mails,
        left,
        leftFactors,
        leftWebhooks,
        leftStock,
      },
      text: [
        `Brought under ${first}: ${needsText(done, mails)}.`,
        ...left
          .slice(0, LEFT_SHOWN)
          .map(({ giftId, reason }) => `Left: the code of gift ${giftId}: ${reason}`),
        ...leftFactors
          .slice(0, LEFT_SHOWN)
          .map(({ personId, reason }) => `Left: the second factor of person ${personId}: ${reason}`),
        ...leftWebhooks
          .slice(0, LEFT_SHOWN)
          .map(({ webhookId, reason }) => `Left: the secret of webhook ${webhookId}: ${reason}`),
        ...leftStock
          .slice(0, LEFT_SHOWN)
          .map(({ codeId, reason }) => `Left: the code ${codeId} of stock: ${reason}`),
        ...(left.length > 0 ? [leftText(left.length)] : []),
        ...(leftFactors.length > 0 ? [leftFactorsText(leftFactors.length)] : []),
        ...(leftWebhooks.length > 0 ? [leftWebhooksText(leftWebhooks.length)] : []),
        ...(leftStock.length > 0 ? [leftStockText(leftStock.length)] : []),
        ...(isLeft ? [] : nextText(old)),
      ],
    };
  } finally {
    bar.hide();
  }
}

function leftText(count: number): string {
  return `${count} in all. See largesse audit verify, and void these gifts: their codes keep the old key from being retired.`;
}

function leftFactorsText(count: number): string {
  return `${count} in all. See largesse audit verify, and reset these: largesse factor reset. They keep the old key from being retired.`;
}

function leftWebhooksText(count: number): string {
  return `${count} in all. Give these new secrets: largesse webhooks rotate --leaked. They keep the old key from being retired.`;
}

function leftStockText(count: number): string {
  return `${count} in all. See largesse audit verify. They keep the old key from being retired.`;
}

function nextText(old: ListedKeys['keys']): string[] {
  return old
    .filter(({ place, retiredAt }) => place !== undefined && !retiredAt)
    .map(({ id }) => `Next: largesse keys retire ${id}`);
}
