import type { Command } from 'commander';
import type { Role } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { type CommandResult, addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readRole, readSnowflake } from '#src/cli/kit/read-arguments.ts';

type Options = { guild: string; department: string; role: Role };

/** `largesse discord map-role`: maps a Discord role to a department, since Discord has no departments. */
export function addDiscordMapRole(program: Command): void {
  addCommand(program, {
    name: 'discord map-role',
    summary: 'map a Discord role: whoever has it joins a department',
    takes: (command) =>
      command
        .argument('<role-id>', 'the id of the role in Discord', readSnowflake)
        .requiredOption('--guild <id>', 'the id of the Discord server', readSnowflake)
        .requiredOption('--department <name>', 'the department they join')
        .option('--role <role>', 'what they may do in Largesse', readRole, 'employee'),
    json: 'object',
    examples: [
      'discord map-role 1098765432109876543 --guild 1012345678901234567 --department Engineering --role manager',
    ],
    run: mapRole,
  });
}

async function mapRole(
  core: Core,
  roleId: string,
  { guild, department: name, role }: Options,
): Promise<CommandResult> {
  const { app, organization } = core;
  const organizationId = organization.id;
  const department = await getDepartmentNamed(core, name);
  const workspace = { platform: 'discord', workspaceId: guild };
  if ((await app.people.findOrganization(workspace)) !== organizationId) {
    throw new Refused(
      `The Discord server ${guild} has not joined yet. Set DISCORD_GUILD_ID, or join it with the code of \`largesse workspaces invite\`.`,
    );
  }
  const mapping = { organizationId, ...workspace, roleId, departmentId: department.id, role };
  orRefuse(core, await app.people.mapRole(mapping));
  return {
    json: mapping,
    text: `Members with the role ${roleId} join ${department.name} as ${role} the next time they use Largesse or are named.`,
  };
}
