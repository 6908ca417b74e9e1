import { type Command, InvalidArgumentError } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';

const MOST_HOURS = 168;

/** `largesse scim allow-leavers`: lets the directory deactivate more people than usual. */
export function addScimAllowLeavers(program: Command): void {
  addCommand(program, {
    name: 'scim allow-leavers',
    summary: 'let the directory deactivate as many people as it says, for a while',
    takes: (command) =>
      command
        .option('--hours <number>', `for how long, ${MOST_HOURS} at most`, readHours, 24)
        .addOption(asOption()),
    json: 'object',
    examples: ['scim allow-leavers --hours 4'],
    async run(core, { hours, as }: { hours: number; as?: string }) {
      const until = new Date(core.clock.now().getTime() + hours * HOUR_MS);
      const { actorId } = await findActor(core, as);
      await core.app.people.allowLeavers({ organizationId: core.organization.id, until, actorId });
      return {
        json: { until },
        text: `Until ${until.toISOString()} the directory may deactivate as many people as it says. Let it try again now.`,
      };
    },
  });
}

function readHours(text: string): number {
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS) return hours;
  throw new InvalidArgumentError(`Write a whole number from 1 to ${MOST_HOURS}.`);
}
