import type { App } from '#src/app.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** Those who answer for everybody's money begin with what needs them; everybody else with what they have. */
const AT_WORK: readonly Role[] = ['hr', 'finance', 'admin'];

/** The page of somebody who asked for no other. */
export function homeOf(role: Role): string {
  return AT_WORK.includes(role) ? '/overview' : '/wallet';
}

/** The same for whoever has just signed in: how they did it decides which role they have here. */
export async function homeOfSession({ app }: { app: App }, token: string): Promise<string> {
  const reader = await app.session.find(token);
  return homeOf(reader?.person.role ?? 'employee');
}
