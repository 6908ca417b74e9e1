/** English. Messages are ICU MessageFormat; another language is a file with the same keys. */
export const en = {
  'recognize.summary': 'Thank someone with a gift from your department’s budget',
  'recognize.usage': '@person … amount [for what]',
  'recognize.example': '@alice 25 for the launch',
  'recognize.option.to': 'Who to thank: a person or a group',
  'recognize.option.also': 'More people and groups, such as @bob @design',
  'recognize.option.amount': 'How much for each person, such as 25 or 25.50',
  'recognize.option.message': 'What it is for: they read it with the gift',
  'join.summary': 'Join this server to Largesse with a code from an admin',
  'join.usage': 'code',
  'join.option.code': 'The code from an admin of Largesse',
  'join.title': 'Joined',
  'join.done':
    'This server now belongs to {organization}. Its members may use Largesse once HR has added them, or once a role of theirs is mapped to a department.',
  'redeem.summary': 'Add a gift code to your balance',
  'redeem.usage': 'code',
  'redeem.example': 'ABCD-EFGH-JKMN-PQRS',
  'redeem.option.code': 'The code from your message, such as ABCD-EFGH-JKMN-PQRS',
  'balance.summary': 'See what you can spend and which gifts are waiting for you',
  'budget.summary': 'See what you and your department can still give',
  'help.summary': 'See what I can do',

  unnamed: 'someone new',

  'waiting.title': 'One moment',
  'waiting.text': 'I am working on it. The answer will appear here.',
  'fault.title': 'That did not work',
  'fault.text':
    'Something went wrong on our side, and nothing was done. Please try again in a minute. If it keeps happening, give your admin this number: {id}',
  'unreadable.text':
    'I could not read that, and nothing was done. Please send it again. If it keeps happening, tell your admin: the log says what was missing.',
  'fault.unsure':
    'Something went wrong on our side, and I cannot tell yet whether it was done. Check /balance or /budget before you try again. The number for your admin: {id}',

  'askLater.title': 'I cannot look you up right now',
  'askLater.text':
    'This chat does not tell me who you are at the moment. Nothing was done: please try again in a minute.',

  'asked.title': 'Request received',
  'asked.text': '{amount} for {names}. I will tell you here how it turns out.',
  'asked.several':
    '{amount} each for {names}. I will look everybody up, and ask you before I give to several people.',
  'asked.repeated': 'You already asked for this',
  'asked.again': 'You already asked for this: {amount} for {names}. I will tell you here how it turns out.',
  'asked.done': 'This was done already: {amount} for {names}. Nothing was given twice.',

  'delayed.title': 'This takes longer',
  'delayed.text':
    'I cannot look up who that is right now, because your chat does not answer me. I keep trying for a day and will tell you here how it turns out. You need not do anything.',

  'issued.title': 'Gift sent',
  'issued.line': '{name} gets {amount}.',
  'issued.many': '{amount} each for {count} people: {names}.',
  'issued.left': '{department} has {left} left until {until}.',
  'issued.undo':
    'You can take it back for {minutes, plural, one {one minute} other {# minutes}}, as long as it is not redeemed.',
  'issued.undoButton': 'Undo',
  'refused.title': 'No gift was given',

  'undo.title': 'Taken back',
  'undo.partTitle': 'Partly taken back',
  'undo.line': '{amount} for {name} is back in the budget, and its code no longer works.',
  'undo.kept': '{name} keeps {amount}. {why}',
  'question.title': 'Give {total} to {names}?',
  'question.titleMany': 'Give {total} to {count} people?',
  'question.total': 'Total',
  'question.left': '{department} would then have {left} left until {until}.',
  'question.how': 'Nothing is given until you confirm. After an hour, I will drop it.',
  'question.confirm': 'Confirm',
  'question.cancel': 'Cancel',

  'reviewReason.several': 'Everybody named gets this amount: {people} people, {total} in total.',
  'reviewReason.large': '{total} is a large gift: above {over} I ask first.',
  'reviewReason.repeated': 'You sent {name} the same gift a moment ago. This would be another one.',
  'reviewReason.pair-share':
    'With this gift, {name} has {percent}% of what you gave in this budget period. More than {maxPercent}% for one person may look unfair.',
  'reviewReason.over-threshold': 'It waits for an approver, because {total} is above {over}.',
  'reviewReason.over-soft-budget':
    'It waits for an approver, because {total} is more than the {left} that the budget has left.',

  'waiting-approval.title': 'Waiting for an approver',
  'waiting-approval.line': '{name} would get {amount}.',
  'waiting-approval.text':
    'The money is put aside. I will tell you here what they decide. If you no longer want it, withdraw it, and the money goes back.',
  'waiting-approval.withdraw': 'Withdraw',
  'withdrawn.title': 'Withdrawn',
  'withdrawn.gift': 'The money is back in the budget, and nobody gets anything.',
  'cancelled.title': 'Nothing was given',
  'cancelled.text': 'This gift was cancelled.',
  'cancelled.unconfirmed':
    'You did not confirm it within an hour. Send the command again if you still want to give.',

  'confirmed.title': 'One moment',
  'confirmed.text': 'You confirmed it. I will tell you here how it turns out.',
  'stands.title': 'This is already settled',
  'stands.queued': 'You already confirmed it, and it is being decided.',
  'stands.issued': 'You already confirmed it, and it was given. Nothing was given twice.',
  'stands.awaiting_approval': 'You already confirmed it, and it waits for an approver.',
  'stands.declined': 'It was declined. Nothing was given.',
  'stands.cancelled': 'It was cancelled. Nothing was given.',

  'gift.title': '{giver} thanks you with {amount}',
  'gift.summary': '{giver} sent you a gift of {amount}.',
  'gift.hello': 'Hello {name}, {giver} thanks you with a gift of {amount}.',
  'gift.code': 'This is your code. Only you can redeem it:',
  'gift.how':
    'Press the button, or send me /redeem and the code, to add it to your balance. It does not expire.',
  'gift.howEmail':
    'In your company chat, send /redeem and the code to Largesse to add it to your balance. It does not expire.',
  'gift.howEmailOnly':
    'Keep this mail. There is no company chat with Largesse yet: ask HR to add the code to your balance, or send /redeem and the code once there is one. It does not expire.',

  'gift.redeem': 'Add to my balance',

  'claim.title': 'A gift is waiting',
  'claim.text':
    '{giver} sent you a gift. I could not reach you by direct message: press the button, and only you will see it.',
  'claim.button': 'Show my gift',
  'claimed.title': 'Your gift of {amount}',

  'redeemed.title': '{added} added to your balance',
  'redeemed.text': 'You now have {balance}.',
  'redeemed.before': 'This gift is in your balance already',

  'balance.title': 'Your balance',
  'balance.empty': 'You have no balance yet. Gifts that you redeem add up here.',
  'balance.funds': 'Gift funds',
  'balance.waiting':
    '{count, plural, one {One gift is} other {# gifts are}} waiting for you. Press a button to add it to your balance, or redeem the code in your message with /redeem.',
  'balance.more': 'The first {count} have a button. The next ones get theirs when you have added those.',
  'balance.redeem': 'Add {amount} ({lastFour})',
  'balance.gift': '{amount} from {giver}, code ending in {lastFour}',

  'budget.title': 'Budget of {department}',
  'budget.left': '{left} of {granted} left',
  'budget.reserved': 'Waiting for approval',
  'budget.topUp': 'On top, spent last',
  'budget.allowance': 'You may give',
  'budget.until': 'Until {until}, then the next {period} begins.',
  'period.week': 'week',
  'period.month': 'month',
  'period.quarter': 'quarter',
  'period.half_year': 'half-year',
  'period.year': 'year',
  'budget.frozen': 'It is frozen: nothing is given until finance opens it again.',
  'budget.unfreeze':
    'It is frozen: nothing is given until whoever runs Largesse opens it again. Ask them, and say that it is for {department}.',
  'budget.set':
    '{department} has no budget yet. Ask whoever runs Largesse to set it, and tell them how much it may give and how often.',

  'approval.title': '{name} asks for your decision',
  'approval.remindTitle': '{name} still waits for your decision',
  'approval.asks.gift': '{name} would like to give {subject}.',
  'approval.asks.funds': '{name} asks for {subject}.',
  'approval.asks.void': '{name} suggests {subject}.',
  'approval.subject.gift': '{amount} for {names}',
  'approval.subject.funds': '{amount} more for {department}',
  'approval.subject.void': 'taking back the gift of {amount} to {names}',
  'approval.paidBy': 'Paid by',
  'approval.goesTo': 'Goes to',
  'approval.until': 'Decide until',
  'approval.approve': 'Approve',
  'approval.decline': 'Decline',
  'approval.link': 'Decide here: {link}',
  'approval.noLink':
    'To decide, press Approve or Decline on the same message from Largesse in your company chat. If there is none, ask whoever runs Largesse.',
  'approval.you': 'You are {name}',
  'approval.declineBecause': 'Or decline it. Why? {name} will read your answer.',
  'approval.doneTitle': 'This is decided',
  'approval.deadTitle': 'This link does not work',
  'approval.deadText':
    'Open it from the mail again. If it still does not work, ask in your company chat who decides.',
  'approval.open': 'Nobody has decided yet: {subject}.',
  'approval.approved': '{name} approved it: {subject}.',
  'approval.declined': '{name} declined it: {subject}.',
  'approval.expired': 'Nobody decided in time: {subject}.',
  'approval.nobody':
    'Nobody can decide this: {subject}. Ask your admin to give somebody else the role approver, finance or admin, then ask again.',
  'approval.withdrawn': 'It was withdrawn: {subject}.',
  'approval.approvedTitle': 'Approved: {subject}',
  'approval.declinedTitle': 'Not approved: {subject}',

  'decline.title': 'Decline',
  'decline.reason': 'Why? The person who asked will read it.',

  'funds.button': 'Ask finance for more',
  'funds.title': 'Finance was asked',
  'funds.approved': 'Send the command again: it fits the budget now.',
  'funds.text': 'I asked for {subject}. I will tell you what they decide.',

  'alert.title': '{department} has used {percent}% of its budget or more',
  'alert.text': '{left} of {granted} is left until {until}.',

  'undelivered.title': 'A gift did not reach {name}',
  'undelivered.text': 'I could not tell {name} about a gift of {amount}. This is what I tried:',
  'undelivered.how':
    'The gift is not lost: {name} can add it with /balance. Tell them, or ask somebody in HR to correct how to reach them and to have it sent again.',

  'takenBack.title': 'A gift was taken back',
  'undone.text': '{giver} took back the gift of {amount}. Its code no longer works.',
  'voided.text':
    'The gift of {amount} from {giver} was taken back. Ask somebody in HR if you have questions.',

  'help.title': 'What I can do',
  'help.intro': 'I send gifts between colleagues, within your department’s budget.',
  'help.line': '/{name} {usage}',

  'written.how':
    'I understand commands. Type / and pick one of these, or write me the word “redeem” and your code.',
  'written.slash': 'Type it with a slash, as /{name}, in a channel or here. Nothing was done yet.',

  'commandHelp.title': 'How to use /{name}',
  'commandHelp.example': 'For example: /{name} {example}',

  'wrongUse.title': 'I did not understand that',
  'wrongUse.missing': 'Missing: {option}.',
  'wrongUse.person': 'Name the person first: type @ and pick them from the list.',
  'wrongUse.notAPerson': '“{typed}” is not somebody I can thank. Type @ and pick people from the list.',
  'wrongUse.twoAmounts':
    'I read {amount} for {names}, and {otherAmount} for {otherName}. One command gives one amount: send one for each.',
  'wrongUse.theOthers': 'the others',
  'wrongUse.lateRecipient':
    'I cannot tell whether {name} gets {amount} too. Name everybody before the amount, or put “for” before the message.',
  'wrongUse.tooLong': 'The message has {length} characters, and {most} is the most. Shorten it by {over}.',
  'wrongUse.how': 'Use it like this: /{name} {usage}',

  'amount.not-an-amount': '“{typed}” is not an amount. Write it like 25 or 25.50.',
  'amount.in-words': '“{typed}” is in words. Write the amount in digits, such as 25.',
  'amount.several-numbers':
    'I cannot tell where the amount ends in “{typed}”. Write it as one number without spaces, such as 1000. If the message begins with a number, put “for” before it.',
  'amount.two-currencies': '“{typed}” names two currencies. Write one only.',
  'amount.negative':
    '“{typed}” reads as less than zero. Write the amount without a minus or brackets, such as 25.',
  'amount.rough': '“{typed}” is not one exact amount. Write the number alone, such as 25.',
  'amount.a-total':
    '“{typed}” would have to be shared out. Write what each person gets, such as 25: everybody named gets that.',
  'amount.hidden-order':
    'There is a hidden character in the amount that changes the order of its digits. Type the amount again.',
  'amount.zero': '“{typed}” is nothing. Write an amount above zero, such as 25.',
  'amount.too-large': '“{typed}” is too large: amounts have 15 digits at most.',
  'amount.unclear': '“{typed}” can mean {one} or {other}. Write the one that you mean.',
  'amount.worked-out':
    '“{typed}” comes to {reading}, but I take amounts in plain digits only. Write {reading} if you mean that.',
  'amount.unknown-unit': '“{unit}” is not a currency that I know. Write the amount like 25 or 25.50.',
  'amount.wrong-currency': 'The amount has to be in {expected}, and “{typed}” is in {given}.',
  'amount.too-fine':
    '“{typed}” is finer than {currency} goes: {digits, plural, =0 {it has no decimals} one {it has # decimal} other {it has # decimals}}.',

  'form.title': 'Something is missing',
  'form.blank': 'Write something here: whoever reads it sees nothing but blanks.',
  'form.missing': 'Please fill in “{label}”, then send it again.',

  'refusal.unknown-giver': 'I do not know you yet. Ask HR to add you to the people in Largesse.',
  'refusal.not-allowed':
    'Gifts can be sent by managers, approvers and admins. Your role is {role, select, hr {HR: an admin can change that} other {{role}; ask your manager, or HR to change it}}.',
  'refusal.self-gift': 'You cannot send a gift to yourself. Name only the others.',
  'refusal.unknown-recipient':
    'I do not know “{name}”. Type @ and pick the person from the list; if they are new, ask HR to add them to the people in Largesse.',
  'refusal.ambiguous-recipient':
    'There are several people called “{name}”. Type @ and pick the right one from the list.',
  'refusal.not-yours-to-confirm': 'This question is for somebody else.',
  'refusal.no-answer-about-people':
    'For a day, I could not find out who that is: your chat did not answer me. Nothing was given. Please send it again.',
  'refusal.unknown-group':
    'I cannot see who is in “{name}”. Name the people with @, or ask your admin to let me see groups.',
  'refusal.empty-group': 'There is nobody in “{name}” who could get a gift.',
  'refusal.unknown-members':
    'Nobody got anything, because I do not know these people in “{group}”: {names}. Ask HR to add them to the people in Largesse, or name the others with @.',
  'refusal.too-many-people':
    'That is {people} people, and one request may name {most} at most. Send it in parts, or ask HR to send it as a file.',
  'people.problem.missing-for-new': 'is missing',
  'people.problem.no-column': 'this column is missing',
  'people.problem.no-department':
    'this column is missing: say where new people belong with --department NAME, or which column says it with --map',
  'people.problem.nobody-named': 'is missing',
  'people.problem.not-address': '“{text}” is not an email address',
  'people.problem.not-role': '“{text}” is not a role: {other}',
  'people.problem.not-user-id': '“{text}” is not a user id, such as {other}',
  'people.problem.rounded':
    '“{text}” looks rounded by a spreadsheet, and may be somebody else: format the column as text and fill it in again',
  'people.problem.not-yes-or-no': '“{text}” is neither yes nor no',
  'people.problem.control': 'contains a line break or another control character',
  'people.problem.too-long': '{text} characters, at most {other} fit',
  'people.problem.repeated-email': 'this address is in line {other} too',
  'people.problem.repeated-number': 'this employee number is in line {other} too',
  'people.problem.repeated-slack': 'this Slack user is in line {other} too',
  'people.problem.repeated-discord': 'this Discord user is in line {other} too',
  'people.problem.repeated-person': 'this is {text}, who is in line {other} too',
  'people.problem.taken': '“{text}” is {other}',
  'people.problem.number-differs':
    '“{text}” differs from what is known: {other}. If it is the same person, correct them with people set',
  'people.problem.unknown-manager': '“{text}” is neither in the file nor known',
  'people.problem.ambiguous-manager':
    '“{text}” may be several people: write an address or an employee number',
  'people.problem.manager-circle': 'leads back to themselves: {text}',

  'people.change.deactivated': '{name}: leaves. Approvals, sign-ins and gifts end at once',
  'people.change.reactivated': '{name}: comes back',
  'people.change.role': '{name}: role {from} → {to}',
  'people.change.guest':
    '{name}: {to, select, yes {becomes a guest, from outside the company} other {becomes a colleague, no longer a guest}}',
  'people.change.email':
    '{name}: address {from, select, none {not set} other {{from}}} → {to, select, none {not set} other {{to}}}',
  'people.change.manager':
    '{name}: manager {from, select, none {not set} other {{from}}} → {to, select, none {not set} other {{to}}}',
  'people.change.department': '{name}: department {from} → {to}',
  'people.change.name': '{name}: name → {to}',
  'people.change.region':
    '{name}: region {from, select, none {not set} other {{from}}} → {to, select, none {not set} other {{to}}}',
  'people.change.number':
    '{name}: employee number {from, select, none {not set} other {{from}}} → {to, select, none {not set} other {{to}}}',
  'people.change.chat': '{name}: chat users {from, select, none {not set} other {{from}}} → {to}',

  'people.import.changes': 'Changes of rights:',
  'people.import.ignored':
    'Not used: {columns}. To use one: --map "HEADER=FIELD"; to leave it out for good: --ignore "HEADER".',
  'people.import.dry': 'Would be added: {added}, brought up to date: {updated}',
  'people.import.done': 'Added: {added}, brought up to date: {updated}',
  'people.import.departments': 'New departments: {names}',
  'people.import.rights': 'New people with a role: {names}',
  'people.import.skipped': 'Not added, because the file says that they are inactive: {names}',
  'people.import.gone':
    'In the file, but they left here and stay away: {names}. To bring back those whom the file calls active: --bring-back.',
  'people.import.absent':
    'Not in the file, and left as they are: {names}. If they left: largesse people deactivate WHO, or --deactivate-absent.',
  'people.import.more': '{names} and {count} more',
  'people.import.question': 'Do it?',
  'people.set.nothing': '{name} is so already. Nothing was changed.',
  'department.set': '{name} gives in {currency}.',
  'people.unknown': 'Nobody is called “{who}”. largesse people list shows everybody.',
  'people.several':
    'Several people are called “{who}”: {names}. Write an address, an employee number or an id.',

  'gifts.file.markQuestion': 'Line {line}: does “{text}” mean thousands?',
  'gifts.file.markUnclear':
    '“{text}” may mean thousands or fractions, and no other amount says which: add --decimal comma or --decimal dot',
  'gifts.file.marksDiffer':
    '“{text}” here and “{other}” in line {line} are written differently: correct one, or add --decimal comma or --decimal dot',
  'gifts.file.unclear': 'Nothing was given: the file does not say what must be clear first.',
  'gifts.file.corrected':
    '{count, plural, one {One row looks} other {# rows look}} like gifts of this batch that were given, and corrected since: {lines}.',
  'gifts.file.correctedQuestion':
    '{count, plural, one {Leave out the row that looks corrected} other {Leave out the # rows that look corrected}}, and give the others?',
  'gifts.file.correctedUnasked':
    'Nothing was given. To leave out what looks corrected, add --corrected skip; to give it as well, --corrected give; for other gifts, name the run with --batch.',

  'refusal.deactivated-giver':
    '{name} asked for it and is no longer active, so it can no longer be given. Decline it, and the money goes back.',
  'refusal.address-taken': '“{address}” is the address of {name}. Change theirs first, or write another one.',
  'refusal.number-taken':
    '“{number}” is the employee number of {name}. Change theirs first, or write another one.',
  'refusal.manager-circle':
    '{name} would lead back to themselves as their own manager. Name another manager.',
  'refusal.department-exists': 'There is a department called {name} already. Write another name.',
  'refusal.currency-in-use':
    'Money has moved in {department} in {currency}, so its currency stays. Create another department for the other currency.',
  'refusal.deactivated-recipient': '{name} is no longer active and cannot get gifts.',
  'refusal.bot-recipient': '{name} is a bot. Gifts are for people.',
  'refusal.guest-recipient':
    '{name} is a guest. Your department gives to colleagues only; ask HR if this should change.',
  'refusal.nobody-to-give': 'There is nobody in that group who could get a gift. Name people with @.',
  'refusal.gift-too-large': 'One gift can be {most} at most. Give less, or ask finance to raise the limit.',
  'refusal.gift-too-small':
    'One gift has to be at least {least}. Give that or more, or ask finance to lower the limit.',
  'refusal.over-allowance':
    'That is more than you may give: {asked} asked, {left} of your allowance left until {until}. {isSpent, select, yes {Wait until then} other {Give less}}, or ask finance to raise your allowance.',
  'refusal.over-cap':
    '{name} may get {left} more in {year}. {isSpent, select, yes {Wait for the next year} other {Give less}}, or ask finance to raise the limit.',
  'refusal.pair-share':
    '{name} would get {percent} % of what you give until {until}; {maxPercent} % is the most for one person. Thank somebody else first, or ask HR to raise that share.',
  'refusal.budget-frozen': 'The budget of {department} is frozen. Ask finance when it opens again.',
  'refusal.too-little-to-move': '{department} has only {left} left to move.',
  'refusal.same-department': '{department} already has that money. Name another department to move it to.',
  'refusal.currencies-differ':
    'Money can only move within one currency: one department gives in {from}, the other in {to}.',
  'refusal.bad-amount': '“{typed}” is not an amount that can be given. Write it like 25 or 25.50.',
  'refusal.wrong-currency': '{department} gives in {expected}, not {given}. Write the amount in {expected}.',
  'refusal.no-budget': '{department} has no budget yet. Ask finance to set one.',
  'refusal.over-budget':
    'That is more than the budget of {department} has left: {asked} asked, {left} left until {until}. {isSpent, select, yes {Wait until then} other {Give less}}, or ask finance for more.',
  'refusal.mistyped-code':
    'That code has a typo. Copy it from your message and try again; this try does not count.',
  'refusal.code-refused':
    'That code cannot be redeemed. It may be used already, expired, or meant for somebody else. Check /balance, or ask somebody in HR.',
  'refusal.too-many-codes': 'Too many wrong codes. Try again after {until}, or ask somebody in HR.',
  'refusal.unknown-person': 'I do not know you yet. Ask HR to add you to the people in Largesse.',
  'refusal.not-yours': 'This gift is for somebody else.',
  'refusal.not-yours-to-see': 'This is not yours to see. Ask HR or finance.',
  'refusal.not-your-gift': 'Only the person who gave a gift can take it back.',
  'refusal.unknown-gift': 'There is no such gift. `largesse gifts list` shows them.',
  'refusal.nothing-to-undo': 'There is no gift to take back.',
  'refusal.undo-over':
    '{minutes, plural, =0 {In your department a gift cannot be undone.} one {A gift can be undone for one minute, and that time is over.} other {A gift can be undone for # minutes, and that time is over.}} Ask finance or HR to void it.',
  'refusal.gift-waits': 'This gift still waits for an approval: decline that instead.',
  'refusal.not-given-yet':
    'This gift still waits for an approval. Its recipient hears of it once it is approved.',
  'refusal.gift-redeemed': 'It is redeemed already and cannot be undone. Ask finance or HR to void it.',
  'refusal.gift-expired': 'This gift has expired, and its money went back.',
  'refusal.gift-withdrawn': 'This gift was taken back.',
  'refusal.gift-reversed': 'This gift was already taken back from its recipient’s balance.',
  'refusal.wallet-too-low':
    '{name} has spent it: their balance is {left}, and a gift can only be taken back in full. Settle it with them in person.',
  'refusal.void-not-allowed':
    'Gifts are voided by HR, finance or an admin. Your role is {role}; ask one of them.',
  'refusal.void-asked-already':
    'Somebody already asked for this, and it is waiting for a second person’s approval.',
  'refusal.already-redeemed': 'This gift is redeemed already. See /balance.',
  'refusal.budget-below-spent':
    'This period’s budget already has {spent} spent or put aside. Set the budget to that or more.',
  'refusal.unknown-department': 'There is no department called “{name}”. Known: {known}.',
  'refusal.no-departments': 'There are no departments yet. Import people first: departments come with them.',
  'refusal.unknown-approval': 'There is no such request to decide.',
  'refusal.not-approver':
    'You may not decide this. Its approvers were asked; whoever asks for the money or gets it never decides.',
  'refusal.not-yours-to-withdraw': 'Only the person who asked for this can withdraw it.',
  'refusal.reason-missing': 'Say why you decline it: the person who asked will read it.',
  'refusal.funds-asked': 'Finance was already asked for this. I will tell you what they decide.',
  'refusal.no-funds-to-ask':
    'There is nothing to ask for here: only somebody who was refused for lack of budget can ask.',
  'refusal.own-delegate': 'Name somebody else: nobody stands in for themselves.',
  'refusal.inactive-delegate': '{name} is no longer active and cannot decide for somebody.',
  'refusal.time-is-over': 'That time is over before it starts. Name a day in the future, such as 2027-01-15.',
  'refusal.already-approved': '{by} approved this already.',
  'refusal.already-declined': '{by} declined this already.',
  'refusal.already-expired': 'It is too late: nobody decided in time.',
  'refusal.already-withdrawn': 'This was withdrawn: there is nothing left to decide.',
  'refusal.unknown-command':
    'I do not know the command /{name}. If I was updated lately, reload the app; /help shows what I can do.',
  'refusal.unknown-button':
    'What this button was for no longer exists. Nothing was done: send the command again.',
  'refusal.no-gift-fits':
    '{whose, select, all {No gift could be given} other {No gift could be given from {department}}}: the smallest gift must not be above the largest.',
  'refusal.nobody-is-reminded':
    'Nobody would be reminded{whose, select, all {} other { in {department}}}: the reminder after {remindHours} h must come before the {approvalHours} h that an approval may wait are over.',
  'refusal.money-moved':
    'Money has moved already, and its amounts and days are kept in {currency} and {zone}, so they can no longer change. Only the name can.',
  'refusal.unlinked-workspace':
    '{platform, select, discord {I work only for servers that have joined Largesse, and for their members. An admin of Largesse has the code that joins a server: type /join and that code there.} other {This workspace does not belong to this Largesse. Use the workspace that its bot is installed in, or ask your admin.}}',
  'refusal.pending-identity':
    '{reason, select, outsider {Your account belongs to another workspace, so I cannot tell by its address who you are.} unconfirmed_address {Your email address is not confirmed yet, so I cannot tell who you are. Confirm it in your account’s settings and try again.} guest {You are a guest here, so I cannot tell by your address who you are.} second_account {The person with your email address already uses another account here.} role {Your address alone does not give you the rights of your role.} other {This account was unlinked from Largesse.}} Or ask an admin of Largesse to confirm your account: it is number {number}.',
  'refusal.pending-recipient':
    '{name} cannot get gifts through this account yet: {reason, select, outsider {it belongs to another workspace} unconfirmed_address {its email address is not confirmed} guest {it is a guest’s} second_account {its person already uses another one} role {it has to be confirmed first} other {it was unlinked}}. Ask an admin of Largesse to confirm it: it is number {number}.',
  'refusal.unknown-pending':
    'No account with the number {number} waits. `largesse identities pending` lists them.',
  'refusal.unknown-account':
    'Nobody is linked to {account}. `largesse people list` shows who is linked to what.',
  'refusal.account-gone':
    'The account {platform}:{userId} is deactivated or a bot’s, so it cannot be anybody’s. Nothing was linked.',
  'refusal.inactive-person': '{name} is no longer active. Import them again first.',
  'refusal.admins-only': 'Only admins may do this. Your role is {role}; ask one of them.',
  'refusal.invite-refused': 'That code is wrong, used or too old. Ask an admin of Largesse for a new one.',
  'refusal.platform-silent':
    'I could not find out which server you belong to. Nothing was done: try again in a minute.',
} as const;
