import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { asError, codeOf } from '#src/kit/errors.ts';
import type { Core } from './open-core.ts';

/** What of the data folder belongs to the company. Settings and keys stay. */
const FOLDERS = ['postgres', 'mailbox'] as const;

/**
 * Opens Largesse. Where somebody asked for the sample company to go, what it left is put aside first, in a folder beside the new and
 * empty one: nothing is ever taken out of the books, and nothing is deleted.
 */
export async function openWithoutSample(open: () => Promise<Core>): Promise<Core> {
  const core = await open();
  return (await isLeaving(core)) ? startAnew(core, open) : core;
}

async function isLeaving({ app, organization, config }: Core): Promise<boolean> {
  if (config.database.kind !== 'embedded') return false;
  const actor = { organizationId: organization.id, operator: 'start' };
  const sample = (await app.queries.people.findSetup(actor))?.sample;
  if (!sample?.leavesSince) return false;
  return sample.otherPeople + sample.workspaces === 0;
}

/** Closes Largesse, puts its data aside and opens it without any. Only for whoever holds the embedded database alone. */
export async function startAnew(core: Core, open: () => Promise<Core>): Promise<Core> {
  const { dir } = core.config;
  const aside = join(dir, `sample-${core.clock.now().toISOString().replaceAll(/[:.]/gu, '-')}`);
  await core.close();
  await putAside(dir, aside);
  const fresh = await open();
  await fresh.app.people.beginEmpty(fresh.organization.id);
  fresh.log.info({ aside }, 'Sample company put aside');
  return fresh;
}

async function putAside(dir: string, aside: string): Promise<void> {
  await mkdir(aside, { mode: 0o700 });
  for (const folder of FOLDERS) {
    try {
      await rename(join(dir, folder), join(aside, folder));
    } catch (error) {
      // What is thrown away when it stops is gone already.
      if (codeOf(error) !== 'ENOENT') throw asError(error);
    }
  }
}
