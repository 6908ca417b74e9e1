import type { ListedWebhook, SignedIn } from '#src/app.ts';
import { EVENT_TYPE_NAMES, type EventType } from '#src/domain/webhook/event-types.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { webhookStateText } from './webhook-state-text.ts';

/** What was typed, kept when it is not accepted. */
export type WebhookForm = { url: string; types: EventType[] };

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  webhooks: readonly ListedWebhook[];
  form: WebhookForm;
  errors: FieldErrors;
};

/** The addresses that are told of events, and the form for a new one. */
export function WebhooksPage({ webhooks, form, errors, ...shown }: Shown) {
  const { words, organization } = shown;
  const { say } = words;
  return (
    <SitePage
      {...shown}
      path="/webhooks"
      title={say('web.webhooks.title', { count: webhooks.length })}
      tab={say('web.nav.webhooks')}
      hasErrors={Object.keys(errors).length > 0}
    >
      <ErrorSummary words={words} errors={errors} />
      <p class="lead">{say('web.webhooks.lead')}</p>
      {webhooks.length > 0 && (
        <ul class="cards">
          {webhooks.map((webhook) => (
            <Webhook words={words} timeZone={organization.timeZone} webhook={webhook} />
          ))}
        </ul>
      )}
      <h2>{say('web.webhooks.new')}</h2>
      <NewWebhook words={words} form={form} errors={errors} />
    </SitePage>
  );
}

type WebhookProps = { words: Words; timeZone: string; webhook: ListedWebhook };

function Webhook({ words, timeZone, webhook }: WebhookProps) {
  const { say, date } = words;
  const { id, url, types, madeAt, madeBy, waiting, failed } = webhook;
  return (
    <li>
      <h3 translate="no">{url}</h3>
      <p>{webhookStateText(words, timeZone, webhook)}</p>
      <p class="note">{say('web.webhooks.counts', { waiting, failed })}</p>
      <p class="note">{types.join(', ')}</p>
      <p class="note">
        {say('web.webhooks.made', { by: madeBy ?? say('web.tokens.operator'), on: date(madeAt, timeZone) })}
      </p>
      <p class="acts">
        <a class="button" href={`/webhooks/${id}`}>
          {say('web.webhooks.look')}
        </a>
      </p>
    </li>
  );
}

function NewWebhook({ words, form, errors }: { words: Words; form: WebhookForm; errors: FieldErrors }) {
  const { say } = words;
  const typesError = errors[`type-${EVENT_TYPE_NAMES[0]}`];
  return (
    <form method="post" action="/webhooks" class="panel">
      <Field
        name="url"
        label={say('web.webhooks.url')}
        hint={say('web.webhooks.urlHint')}
        error={errors['url']}
        control={(described) => (
          <input
            {...described}
            name="url"
            type="url"
            value={form.url}
            maxlength={2000}
            autocomplete="off"
            required
          />
        )}
      />
      <fieldset class="field">
        <legend>{say('web.webhooks.types')}</legend>
        {typesError && <p class="wrong">{typesError}</p>}
        {EVENT_TYPE_NAMES.map((type) => (
          <label class="choice">
            <input
              type="checkbox"
              id={`type-${type}`}
              name="types"
              value={type}
              checked={form.types.includes(type)}
            />{' '}
            {type}
          </label>
        ))}
      </fieldset>
      <p class="acts">
        <button class="button primary">{say('web.webhooks.make')}</button>
      </p>
    </form>
  );
}
