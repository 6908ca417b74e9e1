import { ErrorSummary, Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import type { Shown } from './page.tsx';

type Props = Shown & {
  /** Whether it is asked for again, for something that wants it fresh. */
  isAgain: boolean;
  back: string | undefined;
  error?: string | undefined;
};

/** Asks for the second factor: six digits of the app, or a recovery code. */
export function FactorCodePage({ isAgain, back, error, ...shown }: Props) {
  const { say } = shown.words;
  return (
    <SitePage
      {...shown}
      title={say('web.factor.askTitle')}
      tab={say('web.factor.tab')}
      hasErrors={error !== undefined}
    >
      <ErrorSummary words={shown.words} errors={{ code: error }} />
      <p class="lead">{say(isAgain ? 'web.factor.askAgain' : 'web.factor.ask')}</p>
      <form method="post" action="/second-factor/code" novalidate>
        {back !== undefined && <input type="hidden" name="back" value={back} />}
        <Field
          name="code"
          label={say('web.factor.code')}
          hint={say('web.factor.codeHint')}
          error={error}
          control={(described) => (
            <input
              class="code-input"
              name="code"
              inputmode="text"
              autocomplete="one-time-code"
              autocapitalize="characters"
              maxlength={40}
              spellcheck={false}
              autofocus
              {...described}
            />
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.factor.goOn')}</button>
        </p>
      </form>
      <h2>{say('web.factor.lostTitle')}</h2>
      <p>{say('web.factor.lost')}</p>
    </SitePage>
  );
}
