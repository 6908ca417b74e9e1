import type { App } from '#src/app.ts';
import type { Organization } from '#src/db/people/organization.ts';

const PEOPLE = [
  ['Morgan Reyes', 'Engineering', 'manager'],
  ['Alice Ito', 'Engineering', 'employee'],
  ['Bob Olsen', 'Engineering', 'employee'],
  ['Dana Weiss', 'Design', 'manager'],
  ['Mallory Quint', 'Design', 'employee'],
  ['Priya Nair', 'People', 'hr'],
  ['Finn Adeyemi', 'People', 'finance'],
  ['Sam Okafor', 'People', 'admin'],
] as const;

const BUDGETS = { Engineering: 50_000n, Design: 20_000n } as const;

/** A small company to play with: three departments, two of them with a budget, and people with first-name user ids. */
export async function makeSampleCompany(
  app: Pick<App, 'people' | 'budget' | 'queries'>,
  organization: Organization,
): Promise<void> {
  await app.people.import(
    organization,
    PEOPLE.map(([name, department, role]) => {
      const userId = (name.split(' ')[0] ?? name).toLowerCase();
      const email = `${userId}@example.com`;
      return { name, department, role, email, region: '', chatIds: [{ platform: 'playground', userId }] };
    }),
  );
  for (const [name, amountMinor] of Object.entries(BUDGETS)) {
    const maker = { organizationId: organization.id, operator: 'sample company' };
    const department = await app.queries.people.findDepartment(maker, name);
    if (!department.ok) throw new Error(`the sample company has no department ${name}`);
    await app.budget.set({ department: department.value, amountMinor, actorId: null });
  }
  await app.people.markSample(organization.id);
}
