import type { Command } from 'commander';
import type { Role } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, withCore } from '#src/cli/kit/context.ts';
import { readRole, readSnowflake } from '#src/cli/kit/read-arguments.ts';

type Options = { guild: string; department: string; role: Role; json?: boolean };

/** `largesse discord map-role`: Discord has no departments, so its roles stand for them. */
export function addDiscordMapRole(program: Command): void {
  commandOf(program, 'discord')
    .command('map-role')
    .description('make the bearers of a Discord role members of a department')
    .argument('<role-id>', 'the id of the role in Discord', readSnowflake)
    .requiredOption('--guild <id>', 'the id of the Discord server', readSnowflake)
    .requiredOption('--department <name>', 'the department that they join')
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
      `Largesse has not met the Discord server ${guild} yet. Invite the bot, run \`largesse start\` once, then try again.`,
    );
  }
  const mapping = { organizationId, ...workspace, roleId, departmentId: department.id, role };
  await app.people.mapRole(mapping);
  if (json) return printJson(mapping);
  print(`Who bears ${roleId} joins ${department.name} as ${role} when they next speak or are named.`);
}
