import type { Command } from 'commander';
import { dayStart } from '#src/domain/kit/period.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readDay, readEmail } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

type Options = { from: string; to: string; since?: string; until: string };

/** `largesse approvals delegate`: names who decides for somebody while they are away. */
export function addApprovalsDelegate(program: Command): void {
  addCommand(program, {
    name: 'approvals delegate',
    summary: 'let somebody decide for a colleague who is away',
    takes: (command) =>
      command
        .requiredOption('--from <email>', 'who is away', readEmail)
        .requiredOption('--to <email>', 'who decides instead', readEmail)
        .requiredOption('--until <day>', 'the last day, such as 2027-01-15', readDay)
        .option('--since <day>', 'the first day; now if omitted', readDay),
    json: 'object',
    examples: ['approvals delegate --from ada@example.com --to ben@example.com --until 2027-01-15'],
    async run(core, { since, until, ...who }: Options) {
      const { timeZone } = core.organization;
      const [from, to] = [await getPersonWithEmail(core, who.from), await getPersonWithEmail(core, who.to)];
      const startsAt = since ? dayStart(since, timeZone) : core.clock.now();
      const endsAt = dayStart(until, timeZone, 1);
      orRefuse(core, await core.app.approval.delegate({ from, to, startsAt, endsAt }));
      return {
        json: { from: from.email, to: to.email, startsAt, endsAt },
        text: `${to.name} decides for ${from.name} until the end of ${until}.`,
      };
    },
  });
}
