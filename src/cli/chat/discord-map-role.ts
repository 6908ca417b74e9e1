import type { Command } from 'commander';
import type { Role } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, withCore } from '#src/cli/kit/context.ts';
import { readRole, readSnowflake } from '#src/cli/kit/read-arguments.ts';

type Options = { guild: string; department: string; role: Role; json?: boolean };

/** `largesse discord map-role`: maps a Discord role to a department, since Discord has no departments. */
export function addDiscordMapRole(program: Command): void {
  commandOf(program, 'discord')
    .command('map-role')
    .description('map a Discord role: whoever has it joins a department')
    .argument('<role-id>', 'the id of the role in Discord', readSnowflake)
    .requiredOption('--guild <id>', 'the id of the Discord server', readSnowflake)
    .requiredOption('--department <name>', 'the department they join')
    .option('--role <role>', 'what they may do in Largesse', readRole, 'employee')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  largesse discord map-role 1098765432109876543 --guild 1012345678901234567 --department Engineering --role manager',
    )
    .action((roleId: string, options: Options) => withCore((core) => mapRole(core, { roleId, ...options })));
}

async function mapRole(
  core: Core,
  { roleId, guild, department: name, role, json }: Options & { roleId: string },
) {
  const { app, organization } = core;
  const organizationId = organization.id;
  const department = await getDepartment(core, name);
  const workspace = { platform: 'discord', workspaceId: guild };
  if ((await app.people.findOrganization(workspace)) !== organizationId) {
    throw new Refused(
      `The Discord server ${guild} has not joined yet. Set DISCORD_GUILD_ID, or join it with the code of \`largesse workspaces invite\`.`,
    );
  }
  const mapping = { organizationId, ...workspace, roleId, departmentId: department.id, role };
  await app.people.mapRole(mapping);
  if (json) return printJson(mapping);
  print(
    `Members with the role ${roleId} join ${department.name} as ${role} the next time they use Largesse or are named.`,
  );
}
