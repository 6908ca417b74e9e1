import { type Command, InvalidArgumentError } from 'commander';
import { cleanText, hasControl } from '#src/domain/kit/fold.ts';
import type { PersonPatch } from '#src/domain/people/plan-change.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import { type CommandResult, addCommand } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readRole } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { getPersonCalled } from './get-person-called.ts';
import { changesResult } from './changes-result.ts';

type Options = {
  email?: string;
  name?: string;
  department?: string;
  manager?: string;
  role?: Role;
  region?: string;
  employeeNumber?: string;
  guest?: boolean;
  reason?: string;
  as?: string;
  dryRun?: boolean;
};

/** `largesse people set`: changes what is known of somebody. */
export function addPeopleSet(program: Command): void {
  addCommand(program, {
    name: 'people set',
    summary: 'change somebody’s address, name, department, manager, role or employee number',
    takes: (command) =>
      command
        .argument('<who>', 'an email address, employee number, id or full name')
        .option('--email <address>', 'none removes it', readEmailOrNone)
        .option('--name <name>', 'their full name', readText)
        .option('--department <name>', 'a department that exists')
        .option('--manager <who>', 'an email address, employee number, id or full name; none: nobody')
        .option('--role <role>', 'employee, manager, approver, hr, finance or admin', readRole)
        .option('--region <region>', 'such as DE; none removes it', readText)
        .option('--employee-number <number>', 'none removes it', readText)
        .option('--guest', 'they are from outside the company')
        .option('--no-guest', 'they are a colleague')
        .option('--reason <text>', 'why: recorded in the activity log', readReason)
        .addOption(asOption())
        .option('--dry-run', 'only say what would change'),
    json: 'object',
    examples: ['people set alice@example.com --email alice.weber@example.com'],
    run: setPerson,
  });
}

function readEmailOrNone(text: string): string {
  return text === 'none' ? text : readEmail(text);
}

function readText(text: string): string {
  const clean = cleanText(text);
  if (clean !== '' && clean.length <= 200 && !hasControl(clean)) return clean;
  throw new InvalidArgumentError('Write 1 to 200 characters, without line breaks.');
}

async function setPerson(core: Core, who: string, options: Options): Promise<CommandResult> {
  const { as, reason, dryRun: isDry = false } = options;
  const { id: personId, name } = await getPersonCalled(core, who);
  const patch = await patchOf(core, options);
  if (Object.keys(patch).length === 0) throw new UsageError('Say what to change, such as --role manager');
  const doer = await findActor(core, as);
  const change = { personId, patch, reason, isDry, ...doer };
  const outcome = await core.app.people.change(core.organization, change);
  return changesResult(core, { name, changes: orRefuse(core, outcome), isDry });
}

async function patchOf(core: Core, options: Options): Promise<PersonPatch> {
  const { email, name, department, manager, role, region, employeeNumber, guest } = options;
  const patch: { [K in keyof PersonPatch]?: PersonPatch[K] | undefined } = {
    email: email === 'none' ? null : email,
    name,
    departmentId: department === undefined ? undefined : (await getDepartmentNamed(core, department)).id,
    managerId: manager === undefined ? undefined : await managerOf(core, manager),
    role,
    region: region === 'none' ? '' : region,
    employeeNumber: employeeNumber === 'none' ? null : employeeNumber,
    isGuest: guest,
  };
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

async function managerOf(core: Core, who: string): Promise<string | null> {
  return who === 'none' ? null : (await getPersonCalled(core, who)).id;
}
