import { countText } from '#src/cli/kit/count-text.ts';
import type { Config } from '#src/config.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { findOrganization } from '#src/db/people/organization.ts';
import { listClashes } from '#src/db/people/known-people.ts';
import { listFailedJobs } from '#src/db/jobs/failed-job.ts';
import { listPeople } from '#src/db/people/person.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Finding } from '#src/ports/doctor.ts';

/** Whether there are people, and whether any job needs attention. */
export async function checkContent(db: Db, config: Config): Promise<Finding[]> {
  const organization = await findOrganization(db);
  if (!organization) return [nobody()];
  const [people, departments, failedJobs, clashes] = await Promise.all([
    listPeople(db, organization.id),
    listDepartments(db, organization.id),
    listFailedJobs(db, organization.id),
    listClashes(db, organization.id),
  ]);
  const counts = `${countText(people.length, 'person', 'people')} in ${countText(departments.length, 'department')}`;
  return [
    people.length === 0 ? nobody() : { subject: 'People', level: 'ok', message: counts },
    ...judgeDefaults(config, organization),
    ...clashes.map(alike),
    ...(failedJobs.length === 0 ? [] : [waiting(failedJobs.length)]),
  ];
}

function nobody(): Finding {
  const fix = 'Run: largesse people import people.csv';
  return { subject: 'People', level: 'warning', message: 'nobody is known yet', fix };
}

/** Both rows are kept, but only one is found by what they have in common. */
function alike({ kind, id, name }: { kind: 'person' | 'department'; id: string; name: string }): Finding {
  if (kind === 'person') {
    const message = `the address of ${name}, looks like that of somebody else, who is found by it`;
    return {
      subject: 'People',
      level: 'warning',
      message,
      fix: `Run: largesse people set ${id} --email ADDRESS`,
    };
  }
  const message = `the department “${name}” is written like another one, which is found by the name`;
  return {
    subject: 'Departments',
    level: 'warning',
    message,
    fix: `Run: largesse department set ${id} --name NAME`,
  };
}

function waiting(count: number): Finding {
  const message = count === 1 ? 'one job has failed' : `${count} jobs have failed`;
  return { subject: 'Jobs', level: 'warning', message, fix: 'Run: largesse jobs failed' };
}

/** The organization is created once, from the settings at that time; changing them later has no effect. */
function judgeDefaults(
  { organization: wanted }: Config,
  made: { currency: string; timeZone: string },
): Finding[] {
  const pairs = [
    ['LARGESSE_CURRENCY', wanted.currency, made.currency],
    ['LARGESSE_TIME_ZONE', wanted.timeZone, made.timeZone],
  ];
  return pairs.flatMap(([name, ours, theirs]): Finding[] => {
    if (ours === theirs) return [];
    const message = `${name} is ${ours} here, but the organization was created with ${theirs}, which stays`;
    return [{ subject: 'Organization', level: 'warning', message, fix: `Set ${name}=${theirs}` }];
  });
}
