import type { FoundSetup } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import { mayAct } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type Setup, setupOf } from '#src/domain/people/setup.ts';
import type { SiteDeps } from '../../site-deps.ts';

/** How far the set-up has come, for those who set Largesse up; undefined for everybody else. */
export async function readSetup(
  { app, setup: settings }: Pick<SiteDeps, 'app' | 'setup'>,
  person: Person,
): Promise<{ setup: Setup; sample: FoundSetup['sample'] } | undefined> {
  if (!mayAct(person, 'set-up')) return undefined;
  const { facts, hidden, sample } = must(await app.queries.people.findSetup(person), 'set-up of an admin');
  return { setup: setupOf(facts, settings, hidden), sample };
}
