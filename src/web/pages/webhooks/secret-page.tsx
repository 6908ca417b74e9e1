import type { SignedIn } from '#src/app.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import type { Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  webhookId: string;
  secret: Secret;
  /** Until when calls are signed with the one of before, too. */
  oldEndsAt?: Date;
};

/** The secret of a webhook, which is shown here and nowhere again. */
export function WebhookSecretPage({ webhookId, secret, oldEndsAt, ...shown }: Shown) {
  const { words, organization } = shown;
  const { say } = words;
  return (
    <SitePage
      {...shown}
      path="/webhooks"
      title={say('web.webhooks.secretTitle')}
      tab={say('web.nav.webhooks')}
    >
      <p class="lead">{say('web.webhooks.secret')}</p>
      <p class="panel" translate="no">
        <code class="key">{secret.reveal()}</code>
      </p>
      {oldEndsAt && (
        <p>{say('web.webhooks.oldUntil', { at: words.dateAndTime(oldEndsAt, organization.timeZone) })}</p>
      )}
      <p class="acts">
        <a class="button primary" href={`/webhooks/${webhookId}`}>
          {say('web.tokens.kept')}
        </a>
      </p>
    </SitePage>
  );
}
