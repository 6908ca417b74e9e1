import { SitePage } from '../../frame/site-page.tsx';
import type { ShownPeople } from './page.tsx';

/** Nothing was done: why, and where to look. */
export function NotDonePage({ text, back, ...shown }: ShownPeople & { text: string; back: string }) {
  const { say } = shown.words;
  return (
    <SitePage {...shown} path="/people" title={say('web.people.refused')} hasErrors>
      <p class="summary" role="alert">
        {text}
      </p>
      <p class="acts">
        <a class="button primary" href={back}>
          {say('web.people.lookAgain')}
        </a>
      </p>
    </SitePage>
  );
}
