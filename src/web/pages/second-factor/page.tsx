import type { FoundFactor, SignedIn } from '#src/app.ts';
import { FEW_RECOVERY_CODES } from '#src/domain/session/recovery-code.ts';
import type { Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';

export type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
};

/** What the page says once, after something was done. */
export type SaidOfFactor = 'recovery' | 'removed' | 'kept';

type Props = Shown & {
  state: FoundFactor;
  said?: SaidOfFactor | undefined;
  /** Where they were on their way to. */
  back?: string | undefined;
  error?: string | undefined;
};

/** What second factor the reader has, and what they can do with it. */
export function SecondFactorPage({ state, said, back, error, ...shown }: Props) {
  const { say } = shown.words;
  const { factor, codesLeft, isRequired, reset } = state;
  const title = factor ? say('web.factor.title') : say('web.factor.noneTitle');
  return (
    <SitePage {...shown} path="/second-factor" title={title} tab={say('web.factor.tab')}>
      {said && (
        <p class="said" role="status">
          {said === 'recovery' && say('web.factor.saidRecovery', { count: codesLeft })}
          {said === 'removed' && say('web.factor.saidRemoved')}
          {said === 'kept' && say('web.factor.saidKept')}
        </p>
      )}
      {error && (
        <p class="summary" role="alert">
          {error}
        </p>
      )}
      {said === 'recovery' && back !== undefined && (
        <p class="acts">
          <a class="button primary" href={back}>
            {say('web.factor.goOn')}
          </a>
        </p>
      )}
      {reset && <Reset {...shown} reset={reset} />}
      {factor ? (
        <Has {...shown} since={factor.confirmedAt} codesLeft={codesLeft} isRequired={isRequired} />
      ) : (
        <HasNone {...shown} isRequired={isRequired} back={back} />
      )}
    </SitePage>
  );
}

/** Two admins are about to reset it: whoever still has it says so here. */
function Reset({
  words,
  organization,
  reset: { asker, reason, expiresAt },
}: Shown & { reset: NonNullable<FoundFactor['reset']> }) {
  const { say } = words;
  const until = words.dateAndTime(expiresAt, organization.timeZone);
  return (
    <section class="panel">
      <h2>{say('web.factor.resetTitle')}</h2>
      <p>{say('web.factor.resetText', { asker, until })}</p>
      <blockquote>{reason}</blockquote>
      <form method="post" action="/second-factor/decline-reset" class="acts">
        <button class="button primary">{say('web.factor.resetDecline')}</button>
      </form>
    </section>
  );
}

function HasNone({
  words,
  isRequired,
  back,
}: Pick<Shown, 'words'> & { isRequired: boolean; back: string | undefined }) {
  const { say } = words;
  return (
    <>
      <p class="lead">{say(isRequired ? 'web.factor.noneRequired' : 'web.factor.none')}</p>
      <form method="post" action="/second-factor/begin" class="acts">
        {back !== undefined && <input type="hidden" name="back" value={back} />}
        <button class="button primary">{say('web.factor.begin')}</button>
      </form>
    </>
  );
}

function Has({
  words,
  organization,
  since,
  codesLeft,
  isRequired,
}: Shown & { since: Date; codesLeft: number; isRequired: boolean }) {
  const { say } = words;
  const hasFew = codesLeft < FEW_RECOVERY_CODES;
  return (
    <>
      <p class="lead">{say('web.factor.since', { since: words.date(since, organization.timeZone) })}</p>
      <section class="panel">
        <h2>{say('web.factor.codesTitle', { count: codesLeft })}</h2>
        <p>{say(hasFew ? 'web.factor.codesFew' : 'web.factor.codesText')}</p>
        <form method="post" action="/second-factor/codes" class="acts">
          <button class={hasFew ? 'button primary' : 'button'}>{say('web.factor.renew')}</button>
        </form>
      </section>
      <section class="panel">
        <h2>{say('web.factor.moveTitle')}</h2>
        <p>{say('web.factor.moveText')}</p>
        <form method="post" action="/second-factor/begin" class="acts">
          <button class="button">{say('web.factor.move')}</button>
        </form>
      </section>
      {!isRequired && (
        <section class="panel">
          <h2>{say('web.factor.removeTitle')}</h2>
          <p>{say('web.factor.removeText')}</p>
          <form method="post" action="/second-factor/remove" class="acts">
            <button class="button danger">{say('web.factor.remove')}</button>
          </form>
        </section>
      )}
    </>
  );
}
