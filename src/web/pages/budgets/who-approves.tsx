import type { DepartmentApprovers } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { ApproverSearch } from './changes/choose-approver.tsx';

type ApproversProps = {
  words: Words;
  approvers: DepartmentApprovers;
  departmentId: string;
  readerId: string;
  /** Whether the reader gives roles, and so says who approves. */
  givesRoles: boolean;
};

/** Who decides about a department's gifts and requests for more money, with the way to change that. */
export function WhoApproves(props: ApproversProps) {
  const { words, approvers, departmentId, givesRoles } = props;
  const { say } = words;
  return (
    <section aria-labelledby="approvers">
      <h2 id="approvers">{say('web.budgets.approvers')}</h2>
      <p>
        <Deciders {...props} label={say('web.budgets.approveGifts')} people={approvers.gift} />
      </p>
      <p>
        <Deciders {...props} label={say('web.budgets.approveFunds')} people={approvers.funds} />
      </p>
      {givesRoles ? (
        <ApproverSearch words={words} departmentId={departmentId} />
      ) : (
        <p class="note">{say('web.approver.byAdmins')}</p>
      )}
    </section>
  );
}

type DecidersProps = ApproversProps & { label: string; people: readonly { id: string; name: string }[] };

/** Their names, with the way to their role for whoever gives roles. */
function Deciders({ words: { say }, departmentId, readerId, givesRoles, label, people }: DecidersProps) {
  return (
    <>
      {label} {people.length === 0 && say('web.budgets.nobody')}
      {people.map(({ id, name }, index) => (
        <>
          {index > 0 && ', '}
          {givesRoles && id !== readerId ? (
            <a href={`/budgets/${departmentId}/approvers/${id}`}>
              <span class="visually-hidden">{say('web.approver.change')} </span>
              {name}
            </a>
          ) : (
            name
          )}
        </>
      ))}
      .
    </>
  );
}
