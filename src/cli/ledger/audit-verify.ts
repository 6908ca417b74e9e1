import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { proofText } from '#src/cli/kit/count-text.ts';

/** `largesse audit verify`: checks the whole ledger against itself; exit code 1 when a rule is broken. */
export function addAuditVerify(program: Command): void {
  commandOf(program, 'audit')
    .command('verify')
    .description('prove that every balance, gift and report follows from the ledger')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse audit verify')
    .action(({ json }: { json?: boolean }) =>
      withCore(async (core) => {
        const proof = orRefuse(core, await core.app.queries.ledger.prove(operatorOf(core)));
        if (!proof.ok) process.exitCode = 1;
        if (json) return printJson(proof);
        for (const { name, ok, broken } of proof.checks) {
          print(`${ok ? '✓' : '✗'} ${name}`);
          for (const row of broken) print(`    ${row}`);
        }
        for (const { number, hash } of proof.seals)
          print(`\nThe newest seal, to keep elsewhere: ${number} ${hash}`);
        print(`\n${proof.ok ? 'Everything holds' : 'The ledger is BROKEN'}: ${proofText(proof)}.`);
      }),
    );
}
