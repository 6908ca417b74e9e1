import type { SignedIn } from '#src/app.ts';
import { OWN_DATA_A_DAY } from '#src/domain/people/own-data.ts';
import type { PlainKey, Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';

const STORED = [
  'web.data.person',
  'web.data.gifts',
  'web.data.money',
  'web.data.signIns',
  'web.data.news',
  'web.data.record',
] as const satisfies readonly PlainKey[];

type Props = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  /** Why it was not handed out just now. */
  problem?: string;
};

/** What is stored about whoever reads it, and a button that hands all of it out as a file. */
export function OwnDataPage({ problem, ...shown }: Props) {
  const { say } = shown.words;
  return (
    <SitePage {...shown} path="/your-data" title={say('web.data.title')} hasErrors={problem !== undefined}>
      {problem !== undefined && (
        <p class="wrong" role="alert">
          {problem}
        </p>
      )}
      <p class="lead">{say('web.data.lead', { company: shown.organization.name })}</p>
      <ul class="points">
        {STORED.map((key) => (
          <li>{say(key)}</li>
        ))}
      </ul>
      <p>{say('web.data.without')}</p>
      <form method="post" action="/your-data" class="acts">
        <button class="button primary">{say('web.data.take')}</button>
      </form>
      <p class="note">{say('web.data.often', { count: OWN_DATA_A_DAY })}</p>
    </SitePage>
  );
}
