import type { Setup, SetupLine } from '#src/domain/people/setup.ts';
import type { Words } from '#src/words/words.ts';

/** How far the set-up has come, in one line, with what is next and how. Nothing once all is done. */
export function SetupProgress({ words, setup }: { words: Words; setup: Setup | undefined }) {
  const { say } = words;
  if (!setup?.next) return <></>;
  const { lines, done, of, next } = setup;
  const shown = lines.filter(({ isHidden }) => !isHidden);
  return (
    <section class="panel setup" aria-label={say('web.setup.line')}>
      <p>
        <strong>{say('setup.progress', { done, of })}</strong>
        {shown.map((line) => (
          <>
            {' · '}
            <span class={line.lack ? 'lacking' : undefined}>{markText(words, line, line === next)}</span>
          </>
        ))}
      </p>
      <p>
        {lackText(words, next)} <a href="/setup">{say('web.setup.toSetup')}</a>
      </p>
    </section>
  );
}

function markText({ say }: Words, { step, lack }: SetupLine, isNext: boolean): string {
  const name = say(`setup.step.${step}`);
  if (!lack) return `${name} ✓`;
  return isNext ? `${name} →` : name;
}

/** What there is to do for a step, or that it is done. */
export function lackText({ say }: Words, { step, lack }: SetupLine): string {
  return lack ? say(`setup.lack.${lack}`) : say(`setup.done.${step}`);
}
