import type { Organization } from '#src/db/people/organization.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { ensureOrganization } from '#src/usecases/people/ensure-organization.ts';
import { findDepartmentNamed } from '#src/db/queries/people/find-department-named.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { importPeople } from '#src/usecases/people/import-people.ts';
import { setBudget } from '#src/usecases/budget/set-budget.ts';
import { newId } from '#src/kit/new-id.ts';
import { people } from './people.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { silentQueue } from './silent-queue.ts';
import type { Department } from '#src/domain/people/department.ts';

export type BenchCompany = { organization: Organization; department: Department };

const clock = { now: () => new Date() };

/** A company of one department, which no bench can make poor. */
export async function makeCompany(db: Db): Promise<BenchCompany> {
  const deps = { db, clock, newId, queue: silentQueue, log: silentLog, keys: TEST_KEYS };
  const organization = await ensureOrganization(deps, { name: 'Acme', currency: 'USD', timeZone: 'UTC' });
  await importPeople(deps, organization, [
    ...people.givers.map((name) => personRow(name, 'manager')),
    ...people.recipients.map((name) => personRow(name, 'employee')),
  ]);
  const found = await findDepartmentNamed(db, everythingOf(organization.id), 'Engineering');
  if (!found.ok) throw new Error('the department was not made');
  await setBudget(deps, { department: found.value, amountMinor: 10n ** 15n, actorId: null });
  return { organization, department: found.value };
}

function personRow(name: string, role: 'manager' | 'employee') {
  const chatIds = [{ platform: 'slack', userId: slackIdOf(name) }];
  return { name, department: 'Engineering', role, email: emailOf(name), region: '', chatIds };
}

export function emailOf(name: string): string {
  return `${name}@acme.example`;
}

/** The id that the pretended Slack gives a user of this name. */
export function slackIdOf(name: string): string {
  return `U0${name.toUpperCase()}`;
}
