import type { SignedIn, WaitingReset } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, Field, type FieldErrors } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
};

/** What was done just before. */
export const SAID_OF_RESETS = {
  asked: 'web.resets.saidAsked',
  confirmed: 'web.resets.saidConfirmed',
  declined: 'web.resets.saidDeclined',
} as const;

/** What an admin typed, kept where it is not accepted. */
export type TypedReset = { email: string; reason: string };

type Props = Shown & {
  waiting: readonly WaitingReset[];
  said?: keyof typeof SAID_OF_RESETS | undefined;
  typed?: TypedReset | undefined;
  errors?: FieldErrors;
};

/** Which second factors are to be reset, and a form to ask for another one. */
export function FactorResetsPage({ waiting, said, typed, errors = {}, ...shown }: Props) {
  const { words } = shown;
  const { say } = words;
  const hasErrors = Object.values(errors).some((text) => text !== undefined);
  return (
    <SitePage
      {...shown}
      path="/factor-resets"
      title={say('web.resets.title', { count: waiting.length })}
      tab={say('web.resets.tab')}
      hasErrors={hasErrors}
    >
      {said && (
        <p class="said" role="status">
          {say(SAID_OF_RESETS[said])}
        </p>
      )}
      <ErrorSummary words={words} errors={errors} />
      <p class="lead">{say('web.resets.lead')}</p>
      {waiting.length > 0 && (
        <ul class="cards">
          {waiting.map((reset) => (
            <Waiting {...shown} reset={reset} />
          ))}
        </ul>
      )}
      <h2>{say('web.resets.askTitle')}</h2>
      <form method="post" action="/factor-resets" novalidate>
        <Field
          name="email"
          label={say('web.resets.who')}
          hint={say('web.resets.whoHint')}
          error={errors['email']}
          control={(described) => (
            <input name="email" type="email" autocomplete="off" value={typed?.email} {...described} />
          )}
        />
        <Field
          name="reason"
          label={say('web.resets.why')}
          hint={say('web.resets.whyHint')}
          error={errors['reason']}
          control={(described) => (
            <textarea name="reason" rows={2} maxlength={500} {...described}>
              {typed?.reason}
            </textarea>
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.resets.ask')}</button>
        </p>
      </form>
    </SitePage>
  );
}

function Waiting({ words, organization, reader, reset }: Shown & { reset: WaitingReset }) {
  const { say } = words;
  const { personId, name, asker, askerId, reason, expiresAt } = reset;
  const until = words.dateAndTime(expiresAt, organization.timeZone);
  const isMine = askerId === reader.person.id || personId === reader.person.id;
  return (
    <li>
      <article>
        <h2>{name}</h2>
        <p>{say('web.resets.asked', { asker, until })}</p>
        <blockquote>{reason}</blockquote>
        <div class="acts">
          {isMine ? (
            <>
              <p>{say('web.resets.another')}</p>
              <DeclineForm words={words} reset={reset} />
            </>
          ) : (
            <a class="button" href={`/factor-resets/${personId}`}>
              {say('web.resets.look', { name })}
            </a>
          )}
        </div>
      </article>
    </li>
  );
}

/** What a confirmed reset does, and the button that does it. */
export function ConfirmResetPage({
  reset,
  error,
  ...shown
}: Shown & { reset: WaitingReset; error?: string | undefined }) {
  const { say, dateAndTime } = shown.words;
  const { personId, name, asker, reason, expiresAt } = reset;
  const until = dateAndTime(expiresAt, shown.organization.timeZone);
  return (
    <SitePage {...shown} title={say('web.resets.confirmTitle', { name })} tab={say('web.resets.tab')}>
      {error && (
        <p class="summary" role="alert">
          {error}
        </p>
      )}
      <p class="lead">{say('web.resets.asked', { asker, until })}</p>
      <blockquote>{reason}</blockquote>
      <p>{say('web.resets.talk', { name })}</p>
      <p>{say('web.resets.does')}</p>
      <div class="acts">
        <form method="post" action={`/factor-resets/${personId}/confirm`}>
          <button class="button danger">{say('web.resets.confirm', { name })}</button>
        </form>
        <DeclineForm words={shown.words} reset={reset} />
        <a class="button" href="/factor-resets">
          {say('web.resets.later')}
        </a>
      </div>
    </SitePage>
  );
}

function DeclineForm({ words, reset }: { words: Words; reset: WaitingReset }) {
  return (
    <form method="post" action={`/factor-resets/${reset.personId}/decline`}>
      <button class="button">{words.say('web.resets.decline', { name: reset.name })}</button>
    </form>
  );
}
