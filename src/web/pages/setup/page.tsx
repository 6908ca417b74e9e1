import type { FoundSetup, SignedIn } from '#src/app.ts';
import type { Setup, SetupLine, SetupStep } from '#src/domain/people/setup.ts';
import type { PlainKey, Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';
import { lackText } from './progress.tsx';

export type SetupProps = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  setup: Setup;
  sample: FoundSetup['sample'];
  /** Whether the reader has asked to see what goes with the sample company. */
  isPreview: boolean;
  said?: string | undefined;
  wrong?: string | undefined;
};

/** Where a step is done on a page of its own. */
const PLACES: Partial<Record<SetupStep, { href: string; label: PlainKey }>> = {
  departments: { href: '/departments/new', label: 'setup.go.departments' },
  people: { href: '/people/import', label: 'setup.go.people' },
  budgets: { href: '/budgets', label: 'setup.go.budgets' },
};

/** What there is to set up, each with whether it is done and what to do; and the sample company, which can go. */
export function SetupPage(props: SetupProps) {
  const { words, organization, reader, setup, said, wrong } = props;
  const { say } = words;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/setup"
      title={say('web.setup.title', { left: setup.of - setup.done })}
      tab={say('web.nav.setup')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {wrong && (
        <p class="summary" role="alert">
          {wrong}
        </p>
      )}
      <p class="lead">{say('web.setup.lead')}</p>
      <Sample {...props} />
      <section aria-labelledby="steps">
        <h2 id="steps">{say('web.setup.steps')}</h2>
        <ul class="needs">
          {setup.lines.map((line) => (
            <Step words={words} line={line} />
          ))}
        </ul>
      </section>
    </SitePage>
  );
}

function Step({ words, line }: { words: Words; line: SetupLine }) {
  const { say } = words;
  const { step, lack, isHidden } = line;
  const name = say(`setup.step.${step}`);
  const place = lack && lack !== 'sample' && !isHidden ? PLACES[step] : undefined;
  return (
    <li>
      <div>
        <p>
          <strong>{name}</strong> · {stateText(words, line)}
        </p>
        {!isHidden && <p class="note">{lackText(words, line)}</p>}
      </div>
      <div class="acts">
        {place && (
          <a class="button" href={place.href}>
            {say(place.label)}
          </a>
        )}
        {(lack || isHidden) && (
          <form method="post" action={`/setup/${step}`}>
            <input type="hidden" name="hide" value={isHidden ? 'no' : 'yes'} />
            <button class="button">
              {say(isHidden ? 'web.setup.unhide' : 'web.setup.hide')}
              <span class="visually-hidden">: {name}</span>
            </button>
          </form>
        )}
      </div>
    </li>
  );
}

function stateText({ say }: Words, { lack, isHidden }: SetupLine): string {
  if (isHidden) return say('web.setup.hiddenMark');
  return lack ? say('web.setup.open') : `✓ ${say('web.setup.done')}`;
}

/** What was made up, what goes with it, and one button that lets it go. */
function Sample({ words, sample, isPreview }: SetupProps) {
  const { say } = words;
  if (!sample) return <></>;
  const { people, departments, gifts, others, otherPeople, workspaces, leavesSince } = sample;
  return (
    <section class="panel" aria-labelledby="sample">
      <h2 id="sample">{say('web.sample.title')}</h2>
      {leavesSince ? (
        <>
          <p>{say('web.sample.leaving')}</p>
          <SampleForm step="keep" label={say('web.sample.keep')} />
        </>
      ) : (
        <>
          <p>{say('web.sample.text')}</p>
          <Removal />
        </>
      )}
    </section>
  );

  function Removal() {
    if (otherPeople + workspaces > 0)
      return (
        <>
          <p>{say('web.sample.mixed', { people: otherPeople, workspaces })}</p>
          {others.length > 0 && (
            <p class="note">
              {say('web.sample.others', { names: new Intl.ListFormat(words.locale).format(others) })}
            </p>
          )}
        </>
      );
    if (!isPreview)
      return (
        <p class="acts">
          <a class="button" href="/setup?sample=look#sample">
            {say('web.sample.preview')}
          </a>
        </p>
      );
    return (
      <>
        <p>{say('web.sample.goes', { people, departments, gifts })}</p>
        <p>{say('web.sample.how')}</p>
        <SampleForm step="remove" label={say('web.sample.remove')} />
      </>
    );
  }
}

function SampleForm({ step, label }: { step: 'remove' | 'keep'; label: string }) {
  return (
    <form method="post" action="/setup/sample" class="acts">
      <input type="hidden" name="step" value={step} />
      <button class="button">{label}</button>
    </form>
  );
}
