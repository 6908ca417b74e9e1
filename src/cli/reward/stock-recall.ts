import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { findDoer } from '#src/cli/kit/find-doer.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';

type Options = AgreeOptions & { reason: string; as?: string };

/** `largesse stock recall`: takes what is left of a bad batch out of stock, for good. */
export function addStockRecall(program: Command): void {
  addCommand(program, {
    name: 'stock recall',
    summary: 'take what is left of a bad batch out of stock, for good',
    takes: (command) =>
      command
        .argument('<batch>', 'its id, as largesse stock batches shows it', readUuid)
        .requiredOption('--reason <text>', 'why', readReason)
        .option('--as <email>', 'who recalls it: hr, finance or an admin; default: you', readEmail)
        .option('--dry-run', 'show what would be recalled')
        .option('--yes', 'recall it without being asked'),
    json: 'object',
    examples: ['stock recall 0197f6a0-0000-7000-8000-000000000001 --reason "the supplier sold them twice"'],
    async run(core, batchId: string, options: Options) {
      mustBeAgreed(options);
      const [batch] = await core.app.queries.reward.listBatches(operatorOf(core), { batchId, limit: 1 });
      if (!batch) throw new Refused('There is no such batch. See: largesse stock batches');
      const lines = [
        `${batch.name}: ${countText(batch.left, 'code')} of ${batch.codes} would leave stock for good, ${countText(batch.taken, 'code')} were given.`,
      ];
      if (!(await isAgreed('Recall it?', lines, options))) {
        return {
          json: { batchId, left: batch.left, isDone: false },
          text: [...lines, 'Nothing was recalled.'],
        };
      }
      const actor = await findDoer(core, options.as);
      const { recalled } = orRefuse(
        core,
        await core.app.reward.recallBatch({ actor, batchId, reason: options.reason }),
      );
      const holders =
        batch.taken > 0 ? [`Write to who holds the others: largesse stock holders ${batchId}`] : [];
      const text = [`${countText(recalled, 'code')} left stock for good.`, ...holders];
      return { json: { batchId, recalled, isDone: true }, text };
    },
  });
}
