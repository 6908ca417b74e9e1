import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { organizationLines } from './organization-text.ts';

/** `largesse organization show`: shows the organization’s name, currency and time zone. */
export function addOrganizationShow(program: Command): void {
  addCommand(program, {
    name: 'organization show',
    summary: 'show the organization’s name, currency and time zone',
    json: 'object',
    examples: ['organization show'],
    run: async ({ organization }) => ({ json: organization, text: organizationLines(organization) }),
  });
}
