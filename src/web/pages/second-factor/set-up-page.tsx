import type { Enrolment } from '#src/app.ts';
import { ErrorSummary, Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import type { Shown } from './page.tsx';
import { QrPicture } from './qr-picture.tsx';

type Props = Shown & { enrolment: Enrolment; back: string | undefined; error?: string | undefined };

/** What an app is set up with, as a picture and to be typed, and the field for its first code. */
export function SetUpPage({ enrolment, back, error, ...shown }: Props) {
  const { say } = shown.words;
  const { secret, uri } = enrolment;
  return (
    <SitePage
      {...shown}
      title={say('web.factor.setUpTitle')}
      tab={say('web.factor.tab')}
      hasErrors={error !== undefined}
    >
      <ErrorSummary words={shown.words} errors={{ code: error }} />
      <ol class="steps">
        <li>
          <h2>{say('web.factor.step1')}</h2>
          <p>{say('web.factor.step1Text')}</p>
        </li>
        <li>
          <h2>{say('web.factor.step2')}</h2>
          <QrPicture text={uri} label={say('web.factor.picture')} />
          <p>
            {say('web.factor.key')} <code class="key">{inFours(secret.reveal())}</code>
          </p>
          <p class="note">{say('web.factor.keyNote')}</p>
        </li>
        <li>
          <h2>{say('web.factor.step3')}</h2>
          <form method="post" action="/second-factor/confirm" novalidate>
            {back !== undefined && <input type="hidden" name="back" value={back} />}
            <Field
              name="code"
              label={say('web.factor.firstCode')}
              hint={say('web.factor.firstCodeHint')}
              error={error}
              control={(described) => (
                <input
                  class="code-input"
                  name="code"
                  inputmode="numeric"
                  autocomplete="one-time-code"
                  maxlength={12}
                  spellcheck={false}
                  {...described}
                />
              )}
            />
            <p class="acts">
              <button class="button primary">{say('web.factor.confirm')}</button>
            </p>
          </form>
        </li>
      </ol>
    </SitePage>
  );
}

/** As people type it: four characters at a time. */
function inFours(text: string): string {
  return text.replaceAll(/.{4}(?=.)/gu, '$& ');
}
