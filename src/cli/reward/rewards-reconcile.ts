import type { Command } from 'commander';
import type { Reconciled } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { readCount } from '#src/cli/kit/read-arguments.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';

const DAY_MS = 86_400_000;

const MEANINGS = {
  forgotten: 'we know nothing of it',
  rejected: 'we took it for not bought',
  cancelled: 'it was cancelled there',
} as const;

/** `largesse rewards reconcile`: compares what the providers sold us with our own orders. */
export function addRewardsReconcile(program: Command): void {
  addCommand(program, {
    name: 'rewards reconcile',
    summary: 'compare what the providers of rewards sold with what was ordered here',
    takes: (command) => command.option('--days <count>', 'how far back', readCount, 30),
    json: 'array',
    examples: ['rewards reconcile', 'rewards reconcile --days 90 --json'],
    async run(core, { days }: { days: number }) {
      const to = core.clock.now();
      const from = new Date(to.getTime() - days * DAY_MS);
      const found = await core.app.reward.reconcile({ organizationId: core.organization.id, from, to });
      const none = 'No provider of rewards is configured.';
      return { json: found, text: found.length === 0 ? none : found.flatMap((one) => linesOf(core, one)) };
    },
  });
}

function linesOf({ words }: Core, { provider, purchases, woken, unmatched, fault }: Reconciled): string[] {
  if (fault !== undefined) return [`${provider}: could not be asked. ${fault}`];
  const rows = unmatched.map(({ purchase: { key, providerRef, face, at }, trouble }) => {
    const amount = formatMoney(face, words.locale);
    return `  ${at.toISOString()}  ${amount}  ${key}  ${providerRef}: ${MEANINGS[trouble]}`;
  });
  const answers = woken > 0 ? [`  ${countText(woken, 'lost answer')} found: asked for again.`] : [];
  const state = rows.length === 0 ? 'all match' : `${rows.length} unmatched`;
  return [`${provider}: ${countText(purchases, 'purchase')}, ${state}.`, ...answers, ...rows];
}
