import { saveWanted } from '#src/db/message/unwanted-news.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { ChosenNews } from '#src/domain/message/chosen-news.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** Says whether somebody wants a kind of news. */
export async function chooseNews(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'queue' | 'log'>,
  {
    person,
    kind,
    isWanted,
  }: { person: { organizationId: string; id: string }; kind: ChosenNews; isWanted: boolean },
): Promise<void> {
  await transact(deps, (tx) => saveWanted(tx, person, { kind, isWanted }));
}
