import type { Command } from 'commander';
import type { WaitingAccount } from '#src/app.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Number', 'Account', 'Name there', 'Would be', 'Role', 'Why it waits', 'Since'].map(
  (title) => ({ title }),
);

const REASONS: Record<WaitingAccount['reason'], string> = {
  outsider: 'belongs to another workspace',
  unconfirmed_address: 'address not confirmed',
  guest: 'guest account',
  second_account: 'second account of this person',
  role: 'role above employee',
  unlinked: 'was unlinked',
};

/** `largesse identities pending`: lists the chat accounts that wait for an admin. */
export function addIdentitiesPending(program: Command): void {
  commandOf(program, 'identities')
    .command('pending')
    .description('list the chat accounts that wait for an admin’s word')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse identities pending')
    .action(({ json }: { json?: boolean }) =>
      withCore(async (core) => {
        const waiting = await core.app.queries.people.listPendingIdentities(operatorOf(core));
        if (json) return printJson(waiting);
        if (waiting.length === 0) return print('No account waits.');
        print(tableText(COLUMNS, waiting.map(rowOf)));
        print('\nConfirm one only if you know that it is theirs: largesse identities confirm <number>');
      }),
    );
}

function rowOf(waiting: WaitingAccount): string[] {
  const { number, platform, userId, profile, person, email, role, reason, askedAt } = waiting;
  return [
    String(number),
    `${platform}:${userId}`,
    profile.name,
    email === null ? person : `${person} <${email}>`,
    role,
    REASONS[reason],
    askedAt.toISOString().slice(0, 10),
  ];
}
