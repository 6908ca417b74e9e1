import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ProvenLedger } from '#src/app.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { type KeptHead, parseKeptHeads } from '#src/domain/ledger/audit-head.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { proofText } from '#src/cli/kit/count-text.ts';
import { showSteps } from '#src/cli/kit/progress.ts';
import type { Core } from '#src/process/open-core.ts';

/** `largesse audit verify`: checks the whole ledger against itself; exit code 1 when a rule is broken. */
export function addAuditVerify(program: Command): void {
  addCommand(program, {
    name: 'audit verify',
    summary: 'prove that every balance, gift and report follows from the ledger',
    takes: (command) =>
      command
        .option(
          '--head <head...>',
          'a head that you kept, as NUMBER:HASH, or @FILE with many: the chain must pass through it',
        )
        .option('--since-last', 'walk only what is new since the last daily proof, if that held'),
    json: 'object',
    examples: ['audit verify', 'audit verify --since-last', 'audit verify --head @/srv/audit/heads.txt'],
    async run(core, { head = [], sinceLast = false }: { head?: string[]; sinceLast?: boolean }) {
      const heads = (await Promise.all(head.map(readHeads))).flat();
      const { proven: _, ...proof } = await prove(core, { heads, sinceLast });
      if (!proof.ok) process.exitCode = 1;
      return {
        json: proof,
        text: [
          ...proof.checks.flatMap(({ name, ok, broken }) => [
            `${ok ? '✓' : '✗'} ${name}`,
            ...broken.map((row) => `    ${row}`),
          ]),
          ...(proof.lacking.length > 0 ? [signaturesText(proof.lacking)] : []),
          ...proof.notes.map((note) => `\n${note}.`),
          ...proof.seals.map(({ number, hash }) => `\nThe newest seal, to keep elsewhere: ${number}:${hash}`),
          ...(sinceLast ? [`\n${reachText(proof)}`] : []),
          `\n${proof.ok ? 'Everything holds' : 'The ledger is BROKEN'}: ${proofText(proof)}, in ${secondsText(proof.seconds)}.`,
        ],
      };
    },
  });
}

function signaturesText(lacking: readonly string[]): string {
  return `- Signatures were not checked: the keys here lack ${lacking.join(', ')}. See: largesse keys list`;
}

/** Shows on a terminal how far it is, once that takes longer. */
async function prove(core: Core, options: { heads: KeptHead[]; sinceLast: boolean }): Promise<ProvenLedger> {
  const progress = showSteps('Proving the ledger');
  try {
    const { ledger } = core.app.queries;
    return orRefuse(core, await ledger.prove(operatorOf(core), { ...options, onStep: progress.show }));
  } finally {
    progress.hide();
  }
}

function reachText({ wholeAt }: Pick<ProvenLedger, 'wholeAt'>): string {
  return wholeAt
    ? `Only what is new since the last daily proof was walked. The whole ledger was, at ${wholeAt.toISOString()}.`
    : 'There was no proof to go on from, so the whole ledger was walked.';
}

function secondsText(seconds: number): string {
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

/** Refuses what holds no head, so that a typing error does not pass for a proof. */
async function readHeads(given: string): Promise<KeptHead[]> {
  const isFile = given.startsWith('@');
  const text = isFile ? await readFile(given.slice(1), 'utf8').catch(unreadable) : given;
  const heads = parseKeptHeads(text);
  if (heads.length > 0) return heads;
  throw new UsageError(
    isFile
      ? `There is no head in ${given.slice(1)}. Its lines say NUMBER:HASH, with the 64 digits of a hash`
      : `“${given}” is no head. Write NUMBER:HASH, with the 64 digits of the hash, or @FILE`,
  );
}

function unreadable(error: Error): never {
  throw new UsageError(`The file of heads cannot be read: ${error.message}`);
}
