import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readCount, readUuid } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = [
  'Id',
  'Called',
  'Products',
  'Codes',
  'Left',
  'Given',
  'Uploaded (UTC)',
  'By',
  'Recalled',
].map((title) => ({ title }));
const HOLDER_COLUMNS = ['Who', 'Address', 'Product', 'Ends in', 'Since (UTC)', 'For', 'Seen'].map(
  (title) => ({
    title,
  }),
);

/** `largesse stock batches`: lists the files that came into stock, the newest first. */
export function addStockBatches(program: Command): void {
  addCommand(program, {
    name: 'stock batches',
    summary: 'list the files of codes that came into stock',
    takes: (command) => command.option('--limit <count>', 'at most so many', readCount, 50),
    json: 'array',
    examples: ['stock batches'],
    async run(core, { limit }: { limit: number }) {
      const batches = await core.app.queries.reward.listBatches(operatorOf(core), { limit });
      const rows = batches.map((batch) => [
        batch.batchId,
        batch.name,
        batch.products.join(', '),
        String(batch.codes),
        String(batch.left),
        String(batch.taken),
        timeText(batch.uploadedAt),
        batch.uploadedBy ?? '',
        batch.recalledAt ? `${timeText(batch.recalledAt)} ${batch.recallReason}` : '',
      ]);
      return { json: batches, text: rows.length === 0 ? 'No file has come.' : tableText(COLUMNS, rows) };
    },
  });
}

/** `largesse stock holders`: lists who holds the codes of a batch that were given. */
export function addStockHolders(program: Command): void {
  addCommand(program, {
    name: 'stock holders',
    summary: 'list who holds the codes of a batch that were given',
    takes: (command) =>
      command
        .argument('<batch>', 'its id, as largesse stock batches shows it', readUuid)
        .option('--limit <count>', 'at most so many', readCount, 1000),
    json: 'array',
    examples: ['stock holders 0197f6a0-0000-7000-8000-000000000001'],
    async run(core, batchId: string, { limit }: { limit: number }) {
      const holders = await core.app.queries.reward.listHolders(operatorOf(core), { batchId, limit });
      const rows = holders.map((holder) => [
        holder.name,
        holder.email ?? '',
        holder.product,
        holder.ending,
        timeText(holder.takenAt),
        `${holder.takenForType} ${holder.takenFor}`,
        holder.isRevealed ? 'yes' : 'no',
      ]);
      const text = rows.length === 0 ? 'Nobody holds a code of it.' : tableText(HOLDER_COLUMNS, rows);
      return { json: holders, text };
    },
  });
}

function timeText(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
