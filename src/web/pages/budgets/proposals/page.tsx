import type { ProposalView, SignedIn } from '#src/app.ts';
import { proposalText } from '#src/chat/cards/proposal-text.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { whyOf } from '#src/domain/budget/proposal.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../../frame/data-table.tsx';
import { ErrorSummary, Field, type FieldErrors } from '../../../frame/field.tsx';
import { SitePage } from '../../../frame/site-page.tsx';
import type { Preview } from '../changes/change.ts';

type Shown = { words: Words; organization: { name: string; timeZone: string }; reader: SignedIn };

/** The changes that wait for a second person, each with a way to look at it. */
export function ProposalList({
  words,
  organization,
  proposals,
}: Pick<Shown, 'words' | 'organization'> & { proposals: readonly ProposalView[] }) {
  const { say } = words;
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">{say('web.proposals.title')}</h2>
      <p>{say('web.proposals.lead')}</p>
      <ul class="cards">
        {proposals.map((proposal) => (
          <li>
            <article>
              <h3>{proposalText(words, proposal)}</h3>
              <p>{byText(words, organization, proposal)}</p>
              {whyOf(proposal) && (
                <p class="note">{say('web.proposals.because', { reason: whyOf(proposal) })}</p>
              )}
              <p class="acts">
                <a class="button" href={`/budgets/proposals/${proposal.id}`}>
                  {say('web.proposals.look')}
                  <span class="visually-hidden">: {proposalText(words, proposal)}</span>
                </a>
              </p>
            </article>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Props = Shown & {
  proposal: ProposalView;
  preview: Outcome<Preview>;
  /** Whose it is to the reader: theirs, one that they gain by, or one that they decide. */
  standing: 'mine' | 'gains' | 'other';
  errors?: FieldErrors;
};

/** One proposed change as everything is now, and what the reader may do about it. */
export function ProposalPage({ proposal, preview, standing, errors = {}, ...shown }: Props) {
  const { words, organization } = shown;
  const { say } = words;
  const title = proposalText(words, proposal);
  const hasErrors = Object.values(errors).some((one) => one !== undefined);
  return (
    <SitePage {...shown} path="/budgets" title={title} tab={say('web.proposals.tab')} hasErrors={hasErrors}>
      <ErrorSummary words={words} errors={errors} />
      <p class="lead">{byText(words, organization, proposal)}</p>
      {whyOf(proposal) && <p class="note">{say('web.proposals.because', { reason: whyOf(proposal) })}</p>}
      <Effect words={words} preview={preview} />
      {standing === 'mine' && <p>{say('web.proposals.mine')}</p>}
      {standing === 'gains' && <p>{say('web.proposals.gains')}</p>}
      <Acts {...shown} proposal={proposal} standing={standing} mayConfirm={preview.ok} errors={errors} />
    </SitePage>
  );
}

function Effect({ words, preview }: { words: Words; preview: Outcome<Preview> }) {
  const { say } = words;
  if (!preview.ok) {
    const { refusal } = preview;
    return (
      <p role="status">
        {refusal.kind === 'setting-changed'
          ? say('web.proposals.outdated')
          : say('web.proposals.impossible', { why: refusalText(words, refusal) })}
      </p>
    );
  }
  return (
    <>
      <DataTable
        caption={say('web.proposals.before')}
        rows={preview.value.rows}
        columns={[
          { label: say('web.change.what'), cell: ({ label }) => label, isMain: true },
          { label: say('web.change.before'), cell: ({ before }) => before },
          { label: say('web.change.after'), cell: ({ after }) => <strong>{after}</strong> },
        ]}
      />
      {preview.value.notes.map((note) => (
        <p>{note}</p>
      ))}
      {preview.value.below}
    </>
  );
}

type ActsProps = Shown & Pick<Props, 'proposal' | 'standing'> & { mayConfirm: boolean; errors: FieldErrors };

function Acts({ words, proposal, standing, mayConfirm, errors }: ActsProps) {
  const { say } = words;
  const path = `/budgets/proposals/${proposal.id}`;
  return (
    <>
      {standing === 'other' && mayConfirm && (
        <form method="post" action={`${path}/confirm`}>
          <p class="acts">
            <button class="button primary" id="confirm">
              {say('web.proposals.confirm')}
            </button>
          </p>
        </form>
      )}
      {standing !== 'mine' && (
        <form method="post" action={`${path}/decline`}>
          <Field
            name="reason"
            label={say('web.proposals.declineWhy')}
            hint={say('web.proposals.declineHint', { name: proposal.proposer })}
            error={errors['reason']}
            control={(described) => <input {...described} name="reason" maxlength={500} autocomplete="off" />}
          />
          <p class="acts">
            <button class="button">{say('web.proposals.decline')}</button>
          </p>
        </form>
      )}
      <div class="acts">
        {standing === 'mine' && (
          <form method="post" action={`${path}/withdraw`}>
            <button class="button">{say('web.proposals.withdraw')}</button>
          </form>
        )}
        <a class="button" href="/budgets">
          {say('web.proposals.back')}
        </a>
      </div>
    </>
  );
}

function byText(
  words: Words,
  { timeZone }: { timeZone: string },
  { proposer: name, proposedAt, expiresAt }: ProposalView,
): string {
  const at = words.dateAndTime(proposedAt, timeZone);
  return words.say('web.proposals.by', { name, at, until: words.dateAndTime(expiresAt, timeZone) });
}
