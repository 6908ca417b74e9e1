import type { Command } from 'commander';
import type { ListedScimGroup } from '#src/app.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Core } from '#src/process/open-core.ts';

type Options = { department?: string; none?: boolean; as?: string };

/** `largesse scim map`: says which department a group of the directory is. */
export function addScimMap(program: Command): void {
  addCommand(program, {
    name: 'scim map',
    summary: 'say which department the members of a group belong to, and move them there',
    takes: (command) =>
      command
        .argument('<group>', 'its name or id')
        .option('--department <name>', 'a department that exists')
        .option('--none', 'the group means nothing from now on')
        .addOption(asOption()),
    json: 'object',
    examples: ['scim map "Team Engineering" --department Engineering', 'scim map "Everybody" --none'],
    async run(core, name: string, { department: called, none = false, as }: Options) {
      if ((called === undefined) === !none) throw new UsageError('name a --department, or say --none');
      const group = await getGroup(core, name);
      const department = called === undefined ? undefined : await getDepartmentNamed(core, called);
      const { actorId } = await findActor(core, as);
      const asked = { groupId: group.id, departmentId: department?.id ?? null, actorId };
      const mapped = orRefuse(core, await core.app.people.mapGroup(core.organization, asked));
      return { json: { group: group.displayName, ...mapped }, text: textOf(mapped, department?.name) };
    },
  });
}

function textOf(
  { members, staying }: { members: number; staying: number },
  department: string | undefined,
): string[] {
  if (department === undefined)
    return ['The group means nothing from now on. Its members stay where they are.'];
  return [
    `${members - staying} of ${members} members are in ${department} now, and whoever joins the group comes there.`,
    ...(staying > 0
      ? [`${staying} of them have more rights than an employee: move them with largesse people set.`]
      : []),
  ];
}

async function getGroup(core: Core, name: string): Promise<ListedScimGroup> {
  const filter = isUuid(name) ? { id: name } : { displayName: name };
  const actor = operatorOf(core);
  const { items } = await core.app.queries.people.listScimGroups(actor, { filter, first: 0, limit: 2 });
  const [group, another] = items;
  if (!group) throw new UsageError(`the directory has brought no group ${name}; see: largesse scim groups`);
  if (another) throw new UsageError(`several groups are called ${name}: name one by its id`);
  return group;
}
