import type { MadeToken, SignedIn } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';

type Shown = MadeToken & {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
};

/** A new token, which is shown here and nowhere again. */
export function MadeTokenPage({ token, text, ...shown }: Shown) {
  const { words, organization } = shown;
  const { say } = words;
  return (
    <SitePage {...shown} path="/tokens" title={say('web.tokens.keepTitle')} tab={say('web.nav.tokens')}>
      <p class="lead">{say('web.tokens.keep')}</p>
      <p class="panel" translate="no">
        <code class="key">{text.reveal()}</code>
      </p>
      <p>
        {say('web.tokens.until', {
          name: token.name,
          on: words.date(token.expiresAt, organization.timeZone),
        })}
      </p>
      <p class="acts">
        <a class="button primary" href="/tokens">
          {say('web.tokens.kept')}
        </a>
      </p>
    </SitePage>
  );
}
