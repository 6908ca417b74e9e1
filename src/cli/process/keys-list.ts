import type { Command } from 'commander';
import type { ListedKeys } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { needsText, processText } from './keys-text.ts';

type ListedKey = ListedKeys['keys'][number];

const KEY_COLUMNS = ['Key', 'Here it', 'First used', 'Needed by'].map((title) => ({ title }));
const PROCESS_COLUMNS = ['Running', 'Keys, the first one writes'].map((title) => ({ title }));

/** `largesse keys list`: lists the keys, what needs each, and which processes have them. */
export function addKeysList(program: Command): void {
  addCommand(program, {
    name: 'keys list',
    summary: 'list the keys, since when each is used, what needs it, and which process has it',
    json: 'object',
    examples: ['keys list'],
    async run(core) {
      const { keys, processes } = orRefuse(core, await core.app.queries.keys.list(operatorOf(core)));
      const others = processes.filter(({ id }) => id !== core.ring.processId);
      return {
        json: { keys, processes: others },
        text: [
          tableText(KEY_COLUMNS, keys.map(rowOf)),
          ...(others.length > 0
            ? [
                '',
                tableText(
                  PROCESS_COLUMNS,
                  others.map((one) => [processText(one), one.keyIds.join(', ')]),
                ),
              ]
            : []),
        ],
      };
    },
  });
}

function rowOf(key: ListedKey): string[] {
  return [
    key.id,
    standingOf(key),
    key.firstUsedAt ? timeText(key.firstUsedAt) : 'not yet',
    needsText(key.needs),
  ];
}

function standingOf({ place, retiredAt }: ListedKey): string {
  if (retiredAt) return `is retired since ${timeText(retiredAt)}`;
  if (place === undefined) return 'is MISSING';
  return place === 0 ? 'writes' : 'reads';
}

function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
