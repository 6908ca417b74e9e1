import { transact } from '#src/db/kit/transact.ts';
import { settleSampleNews } from '#src/db/report/sample-gifts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Says of all news for the people of a sample company that it was sent, so that nobody is told. They have addresses of a domain. */
export async function settleSample(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  sample: { organizationId: string; domain: string },
): Promise<void> {
  await transact(deps, (tx) => settleSampleNews(tx, sample));
}
