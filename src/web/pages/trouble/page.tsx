import type { SignedIn } from '#src/app.ts';
import type { PlainKey, Words } from '#src/words/words.ts';
import { formProblemText } from '../../frame/form-problem-text.ts';
import type { FormProblem } from '../../frame/read-form.ts';
import { SitePage } from '../../frame/site-page.tsx';

/** Why there is no page: what happened, and what to do. */
export const TROUBLES = {
  missing: { status: 404, title: 'web.missing.title', text: 'web.missing.text' },
  'no-right': { status: 403, title: 'web.noRight.title', text: 'web.noRight.text' },
  'foreign-form': { status: 403, title: 'web.foreignForm.title', text: 'web.foreignForm.text' },
  'too-large': { status: 413, title: 'web.tooLarge.title', text: 'web.tooLarge.text' },
  'no-form': { status: 415, title: 'web.noForm.title', text: 'web.noForm.text' },
  unreadable: { status: 400, title: 'web.unreadable.title', text: 'web.unreadable.text' },
  'needs-https': { status: 503, title: 'web.needsHttps.title', text: 'web.needsHttps.text' },
} as const satisfies Record<string, { status: number; title: PlainKey; text: PlainKey }>;

export type PageTrouble = keyof typeof TROUBLES;

type Shown = { words: Words; organization: { name: string }; reader?: SignedIn | undefined };

export function TroublePage({ trouble, ...shown }: Shown & { trouble: PageTrouble }) {
  const { say } = shown.words;
  const { title, text } = TROUBLES[trouble];
  return (
    <SitePage {...shown} title={say(title)}>
      <p class="lead">{say(text)}</p>
      <p class="acts">
        <a class="button" href={shown.reader ? '/wallet' : '/'}>
          {say(shown.reader ? 'web.toWallet' : 'web.toStart')}
        </a>
      </p>
    </SitePage>
  );
}

/** A form that its page does not take: what is wrong, by field, and how to go on. */
export function BadFormPage({ problems, ...shown }: Shown & { problems: readonly FormProblem[] }) {
  const { words, reader } = shown;
  const { say } = words;
  return (
    <SitePage {...shown} title={say('web.badForm.title')} hasErrors>
      <p class="lead">{say('web.badForm.text')}</p>
      <ul class="problems" role="alert">
        {problems.map((problem) => (
          <li>{say('web.badForm.field', { field: problem.field, why: formProblemText(words, problem) })}</li>
        ))}
      </ul>
      <p class="acts">
        <a class="button" href={reader ? '/wallet' : '/'}>
          {say(reader ? 'web.toWallet' : 'web.toStart')}
        </a>
      </p>
    </SitePage>
  );
}

/** Something broke here; `faultId` is what the log calls it. */
export function FaultPage({ faultId, ...shown }: Shown & { faultId: string }) {
  const { say } = shown.words;
  return (
    <SitePage {...shown} title={say('web.fault.title')}>
      <p class="lead">{say('web.fault.text')}</p>
      <p>
        {say('web.fault.id')} <code>{faultId}</code>
      </p>
      <p class="acts">
        <a class="button" href="/">
          {say('web.toStart')}
        </a>
      </p>
    </SitePage>
  );
}
