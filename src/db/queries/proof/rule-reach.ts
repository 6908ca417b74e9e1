/**
 * How far a proof walks for a rule that goes on from an earlier proof.
 *
 * - `touched`: only what has to do with anything that was written since, see `findTouched`. The rule compares a gift, a request, an
 *   approval or an entry with what belongs to it, so one that nothing touched is as it was.
 * - `whole`: as the whole proof does, since there is little of it, however many gifts there are.
 * - `later`: not at all. It adds up what grows with all gifts. Meanwhile, what was added since is held to what was proved by
 *   `sinceRules`.
 */
export type Reach = 'touched' | 'whole' | 'later';

/** A rule that is not named here is walked as a whole, which is right for each. */
export const REACHES: Record<string, Reach> = {
  'every entry has postings that sum to zero in each currency': 'touched',
  'every balance equals the sum of its postings': 'later',
  'every budget’s funding equals what came into it otherwise than by gifts': 'later',
  'every posting leads from the balance before it to the balance after it': 'later',
  'every posting belongs to an entry, and to an account in its currency': 'touched',
  'every gift was paid by its department, out of the budget of its period': 'touched',
  'every gift was issued by exactly one entry of its amount': 'touched',
  'every gift that waits for an approver has its money put aside': 'touched',
  'what departments have put aside and outstanding is what their gifts wait for': 'later',
  'every redeemed gift, and no other, was paid into its recipient’s wallet, or out for its card, once':
    'touched',
  'every wallet holds what its owner’s gifts were redeemed for and what was merged into it, less what was taken back, closed or spent':
    'later',
  'every voided gift, and no other, gave its whole amount back once': 'touched',
  'every expired gift, and no other, gave its whole amount back once, when its last day was over': 'touched',
  'every gift that was taken back from a wallet was redeemed into it': 'touched',
  'what came back of a gift went to the accounts that paid for it': 'touched',
  'what moved on of a gift that came back is all of what came back to that budget, and stayed in its department':
    'touched',
  'every entry about a gift belongs to a gift': 'touched',
  'every recognition that was issued or waits for an approval has gifts, and no other has any that came to something':
    'touched',
  'every request was decided for the giver and the department of its gifts': 'touched',
  'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there':
    'touched',
  'the daily roll-up equals the gifts': 'later',
  'the departments’ roll-up equals the daily roll-up': 'later',
  'every account and every entry is of a kind that the ledger has, and every entry about what its kind is about':
    'touched',
  'every entry moves money only between accounts that its kind may touch': 'touched',
  'every entry is called by its kind, and what it funds by its account': 'touched',
  'every decided recognition says when, and why or by whom': 'touched',
  'every giver who can be answered still is to be, and nobody else': 'touched',
  'every gift’s dates are those of its entries': 'touched',
  'every gift is delivered when its message was sent, and not before': 'touched',
  'every sent delivery, and no other, says when it was sent, over what and as what': 'touched',
  'every approval of a gift is about its gifts, for others than who decides': 'touched',
  'every request whose money was put aside has one approval, which is where it is': 'touched',
  'every gift was issued or released when its approval was decided': 'touched',
  'funds that were approved, and no others, topped a budget up once': 'touched',
  'every gift that was taken back for the organization had a second person’s approval': 'touched',
  'every gift that was taken back for the organization says why, as its approval does': 'touched',
  'everything that happened to a gift’s money is on record, with who did it, to whom and how much': 'touched',
  'every decision is on record, with who took it': 'touched',
  'everything that was set is on record as it was set': 'later',
  'every move between budgets and every top-up is on record': 'later',
  'everything that was brought home or written off is on record, with its amount': 'later',
  'every recorded change begins where the one before it ended': 'later',
  'every gift, its code and its request are as they were when it was given': 'touched',
  'every period was opened with an amount that was set for its department': 'touched',
  'every budget was raised and lowered by what was set for its department': 'touched',
  'what was carried over came from an earlier period of the same department, within what may be carried':
    'touched',
  'every gift is counted on its day': 'later',
  'every report counts what happened to gifts on its day': 'later',
  'every report counts what was spent': 'later',
  'every report says of months, quarters and years what their days come to': 'later',
  'every limit counts the gifts of its stretch': 'later',
  'every wallet’s standing is what was posted until then': 'later',
  'nobody has decided who had no right to then': 'touched',
  'nobody has given who never had the right to': 'touched',
  'every gift is as much as its request asked for': 'touched',
  'every gift is for somebody whom its request names': 'touched',
  'no request that had ended goes on': 'touched',
  'every period took over from the one before what its policy let it': 'later',
  'what came back late was carried on only as far as the policy let it': 'later',
  'no change was taken out of the record': 'whole',
  'what leaves no other trace is on record, and in its place': 'later',
  'every message that brought a code says so on record': 'later',
};

export function reachOf(rule: string): Reach {
  return REACHES[rule] ?? 'whole';
}
