import type { ListedWebhook, LoggedCall, SignedIn } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';
import { webhookStateText } from './webhook-state-text.ts';

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  webhook: ListedWebhook;
  calls: readonly LoggedCall[];
  /** Why what was just asked for was not done. */
  refusal: string | undefined;
};

/** One webhook: how it does, what can be done with it, and its last calls. */
export function WebhookLogPage({ webhook, calls, refusal, ...shown }: Shown) {
  const { words, organization } = shown;
  const { say } = words;
  return (
    <SitePage
      {...shown}
      path="/webhooks"
      title={say('web.webhooks.one', { host: new URL(webhook.url).host })}
      tab={say('web.nav.webhooks')}
      hasErrors={refusal !== undefined}
    >
      {refusal !== undefined && (
        <p class="wrong" role="alert">
          {refusal}
        </p>
      )}
      <p class="lead" translate="no">
        {webhook.url}
      </p>
      <p>{webhookStateText(words, organization.timeZone, webhook)}</p>
      <p class="note">{say('web.webhooks.counts', webhook)}</p>
      <Deeds words={words} webhook={webhook} />
      <h2>{say('web.webhooks.calls')}</h2>
      {calls.length === 0 && <p>{say('web.webhooks.uncalled')}</p>}
      <ul class="cards">
        {calls.map((call, index) => (
          <Call
            words={words}
            timeZone={organization.timeZone}
            webhookId={webhook.id}
            call={call}
            // Of the calls about one event, the last one alone says where it is now.
            isLast={calls.findIndex(({ eventId }) => eventId === call.eventId) === index}
          />
        ))}
      </ul>
      <p class="acts">
        <a href="/webhooks">{say('web.webhooks.all')}</a>
      </p>
    </SitePage>
  );
}

function Deeds({ words: { say }, webhook }: { words: Words; webhook: ListedWebhook }) {
  const { id, status, failed } = webhook;
  const isActive = status === 'active';
  return (
    <>
      <div class="acts">
        {isActive && <Deed path={`/webhooks/${id}/ping`} text={say('web.webhooks.ping')} />}
        {failed > 0 && (
          <Deed path={`/webhooks/${id}/replay`} text={say('web.webhooks.replayFailed', { failed })} />
        )}
        {isActive && <Deed path={`/webhooks/${id}/pause`} text={say('web.webhooks.pause')} />}
        {!isActive && <Deed path={`/webhooks/${id}/resume`} text={say('web.webhooks.resume')} />}
      </div>
      <details>
        <summary>{say('web.webhooks.more')}</summary>
        <p>{say('web.webhooks.rotateHint')}</p>
        <div class="acts">
          <Deed path={`/webhooks/${id}/rotate`} text={say('web.webhooks.rotate')} />
        </div>
        <p>{say('web.webhooks.deleteHint')}</p>
        <div class="acts">
          <Deed path={`/webhooks/${id}/delete`} text={say('web.webhooks.delete')} isDanger />
        </div>
      </details>
    </>
  );
}

function Deed({ path, text, isDanger = false }: { path: string; text: string; isDanger?: boolean }) {
  return (
    <form method="post" action={path}>
      <button class={isDanger ? 'button danger' : 'button'}>{text}</button>
    </form>
  );
}

type CallProps = { words: Words; timeZone: string; webhookId: string; call: LoggedCall; isLast: boolean };

function Call({ words, timeZone, webhookId, call, isLast }: CallProps) {
  const { say, dateAndTime } = words;
  const { at, eventId, type, status, failure, tookMs, excerpt, state, dueAt } = call;
  const answer =
    status === null
      ? say('web.webhooks.noAnswer', { why: failure ?? '', ms: tookMs })
      : say('web.webhooks.answer', { status, ms: tookMs });
  return (
    <li>
      <h3>
        {type} · {dateAndTime(at, timeZone)}
      </h3>
      <p>{answer}</p>
      {excerpt !== '' && <blockquote translate="no">{excerpt}</blockquote>}
      {isLast && (
        <p class="note">
          {state === 'due'
            ? say('web.webhooks.again', { at: dateAndTime(dueAt, timeZone) })
            : say('web.webhooks.now', { state })}{' '}
          {say('web.webhooks.event', { eventId })}
        </p>
      )}
      {isLast && (state === 'failed' || state === 'sent') && (
        <form method="post" action={`/webhooks/${webhookId}/replay`}>
          <input type="hidden" name="eventId" value={eventId} />
          <button class="button">{say('web.webhooks.replay')}</button>
        </form>
      )}
    </li>
  );
}
