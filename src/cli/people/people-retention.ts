import { type Command, InvalidArgumentError } from 'commander';
import { addCommand, type CommandResult } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { must } from '#src/domain/kit/must.ts';
import { RETENTION_DAYS } from '#src/domain/people/retention.ts';
import type { Core } from '#src/process/open-core.ts';

type Options = { texts?: number | null; addresses?: number | null; reason?: string; as?: string };

/** `largesse people retention`: shows and sets for how many days texts and addresses are kept. */
export function addPeopleRetention(program: Command): void {
  addCommand(program, {
    name: 'people retention',
    summary: 'show and set for how many days texts and addresses are kept',
    takes: (command) =>
      command
        .option('--texts <days>', 'messages, reasons and notes; “off” keeps them for ever', readDays)
        .option(
          '--addresses <days>',
          'where sign-ins came from, where orders went, what mail servers answered; or “off”',
          readDays,
        )
        .option('--reason <text>', 'why: recorded in the activity log', readReason)
        .addOption(asOption()),
    json: 'object',
    examples: [
      'people retention',
      'people retention --texts 730 --addresses 90 --reason "our privacy policy"',
    ],
    async run(core, options: Options) {
      const { texts, addresses, reason } = options;
      if (texts === undefined && addresses === undefined) return show(core);
      if (!reason) throw new UsageError('Say why with --reason');
      const { actorId } = await findActor(core, options.as);
      const set = await core.app.people.setRetention({
        organizationId: core.organization.id,
        ...(texts !== undefined && { textDays: texts }),
        ...(addresses !== undefined && { addressDays: addresses }),
        reason,
        actorId,
      });
      orRefuse(core, set);
      return show(core);
    },
  });
}

async function show(core: Core): Promise<CommandResult> {
  const found = must(await core.app.queries.people.findRetention(operatorOf(core)), 'retention');
  const { textDays, addressDays, lastRun } = found;
  const { say } = core.words;
  return {
    json: found,
    text: [
      say('retention.texts', { days: textDays ?? 0 }),
      say('retention.addresses', { days: addressDays ?? 0 }),
      lastRun
        ? say('retention.ran', {
            on: core.words.date(lastRun.ranAt, core.organization.timeZone),
            count: lastRun.blanked,
          })
        : say('retention.never'),
    ],
  };
}

/** `off` is null. */
function readDays(text: string): number | null {
  if (text === 'off') return null;
  const days = /^\d{1,5}$/u.test(text) ? Number(text) : 0;
  const { least, most } = RETENTION_DAYS;
  if (days < least || days > most)
    throw new InvalidArgumentError(`Write a number of days from ${least} to ${most}, or off.`);
  return days;
}
