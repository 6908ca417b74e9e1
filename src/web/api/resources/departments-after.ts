import type { Actor, App } from '#src/app.ts';
import type { Department } from '#src/domain/people/department.ts';

/** A page of the departments that somebody may see, in the order of their ids. There are few, so they are cut here. */
export async function departmentsAfter(
  { queries }: Pick<App, 'queries'>,
  actor: Actor,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Department[]> {
  const departments = await queries.people.listDepartments(actor);
  return departments
    .filter(({ id }) => after === undefined || id > after)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}
