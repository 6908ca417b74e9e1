import type { ProposalView } from '#src/app.ts';
import { startOf } from '#src/domain/budget/proposal.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { MAIL, readAccountText } from '#src/domain/people/given-account.ts';
import type { Words } from '#src/words/words.ts';

/** A change that was proposed or planned, with the names in it. `reason`: of a token, what it is for; of an account, which. */
export type ToldChange = Pick<ProposalView, 'change' | 'currency' | 'weight' | 'target' | 'to'> & {
  timeZone?: string;
  reason?: string;
};

/** What a change does, in one line: `Top up Design by $2,000.00`, and from when on where that is said: `From January 1, 2027: …`. */
export function proposalText(words: Words, proposal: ToldChange): string {
  const what = whatText(words, proposal);
  const from = startOf(proposal.change);
  return from ? words.say('proposal.what.from', { from: words.date(from, proposal.timeZone), what }) : what;
}

function whatText({ say, locale }: Words, proposal: ToldChange): string {
  const { change, currency, weight } = proposal;
  const [target, to] = [proposal.target ?? '', proposal.to ?? ''];
  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, locale);
  }
  switch (change.kind) {
    case 'top-up':
      return say('proposal.what.top-up', { target, amount: money(change.amountMinor) });
    case 'move':
      return say('proposal.what.move', { target, to, amount: money(change.amountMinor) });
    case 'budget':
      return say('proposal.what.budget', { target, amount: money(change.amountMinor) });
    case 'rules':
      return change.departmentId === null
        ? say('proposal.what.rulesOfAll', { currency })
        : say('proposal.what.rules', { target });
    case 'allowance':
      return change.amountMinor === null
        ? say('proposal.what.allowanceOfRole', { target })
        : say('proposal.what.allowance', { target, amount: money(change.amountMinor) });
    case 'write-off': {
      const amount = weight === 'no-limit' ? say('proposal.noLimit') : money(weight);
      return say('proposal.what.write-off', { target, amount });
    }
    case 'second-person':
      return change.amountMinor === null
        ? say('proposal.what.second-personOff', { currency })
        : say('proposal.what.second-person', { currency, amount: money(change.amountMinor) });
    case 'role': {
      const role = say(`role.${change.role}`);
      return say(change.isBack ? 'proposal.what.roleBack' : 'proposal.what.role', { target, role });
    }
    case 'account': {
      const { platform, userId } = readAccountText(proposal.reason ?? '');
      return platform === MAIL
        ? say('proposal.what.address', { target, address: userId })
        : say('proposal.what.account', { target, account: proposal.reason ?? '' });
    }
    case 'merge':
      return say('proposal.what.merge', { target, to });
    case 'token':
      return say('proposal.what.token', {
        target,
        name: proposal.reason ?? '',
        scopes: change.scopes.join(', ') || say('proposal.wallets'),
      });
    default:
      return change satisfies never;
  }
}
