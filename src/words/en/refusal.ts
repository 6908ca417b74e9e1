export const refusalWords = {
  'wrongUse.title': 'I did not understand that',
  'wrongUse.missing': 'Something is missing: {option}.',
  'wrongUse.amount': 'Say how much each person gets, such as 25 or 25.50.',
  'wrongUse.code': 'Add the code, such as ABCD-EFGH-JKMN-PQRS.',
  'wrongUse.person': 'Name the person first: type @ and pick them from the list.',
  'wrongUse.notAPerson': '“{typed}” is not somebody I can thank. Type @ and pick people from the list.',
  'wrongUse.twoAmounts':
    'I read {amount} for {names}, and {otherAmount} for {otherName}. One command gives one amount: send one for each.',
  'wrongUse.theOthers': 'the others',
  'wrongUse.lateRecipient':
    'I cannot tell whether {name} gets {amount} too. Name everybody before the amount, or put “for” before the message.',
  'wrongUse.tooLong': 'The message has {length} characters, and {most} is the most. Shorten it by {over}.',
  'wrongUse.how': 'Use it like this: /{name} {usage}',

  'refusal.unknown-giver': 'I do not know you yet. Ask HR to add you to the people in Largesse.',
  'refusal.not-allowed':
    'Gifts can be sent by managers, approvers and admins. Your role is {role, select, hr {HR: an admin can change that} other {{role}; ask your manager, or HR to change it}}.',
  'refusal.self-gift': 'You cannot send a gift to yourself. Name only the others.',
  'refusal.unknown-recipient':
    'I do not know “{name}”. Type @ and pick the person from the list; if they are new, ask HR to add them to the people in Largesse.',
  'refusal.unknown-guest':
    '{name} is a guest in this chat, and I do not know them yet, so nothing was given. Ask HR to add this account to the people in Largesse as a guest, then send your command again.',
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

  'refusal.deactivated-giver':
    '{name} asked for it and is no longer active, so it can no longer be given. Decline it, and the money goes back.',
  'refusal.address-taken': '“{address}” is the address of {name}. Change theirs first, or write another one.',
  'refusal.number-taken':
    '“{number}” is the employee number of {name}. Change theirs first, or write another one.',
  'refusal.user-name-taken':
    'The directory already calls {name} “{userName}”. Give this person another user name there.',
  'refusal.left-to-admins':
    '{what, select, address {The address of {name} decides who can sign in as them} department {The department of {name} decides whose money they may give} other {{name} had more rights than an employee when they left}}, so a directory cannot change it. Ask an admin to do it in Largesse.',
  'refusal.too-many-leavers':
    'The directory deactivated {leavers, plural, one {# person} other {# people}} in the last day, and one more would be more than usual. Nobody else was deactivated. If they did leave, run “largesse scim allow-leavers” and let the directory try again.',
  'refusal.manager-circle':
    '{name} would lead back to themselves as their own manager. Name another manager.',
  'refusal.people-not-allowed': 'HR and admins keep people. Your role is {role}; ask one of them.',
  'refusal.retention-days': 'Write a whole number of days from 30 to 36,500, or nothing to keep it for ever.',
  'refusal.data-taken-often':
    'You can have your data {most} times a day. You can have it again after {until}.',
  'refusal.departments-not-allowed': 'HR and admins keep departments. Your role is {role}; ask one of them.',
  'refusal.import-stays':
    '{why, select, unknown {There is no such import.} undone {This import was put back already.} nothing {This import changed nothing, so there is nothing to put back.} other {An import can be put back for a day. This one is older: change people one by one, or import a corrected file.}}',
  'refusal.person-off-limits':
    '{why, select, self {Your own role, and whether you work here, is for another admin to say.} own {Your own rights, address and accounts are for an admin to change.} admin {{name} is an admin: only an admin changes them.} role {Only an admin gives and takes roles. Ask one of them.} chat {Only an admin links chat accounts. Ask one of them.} address {{name} has a role, and their sign-in comes to their address: only an admin changes it.} department {{name} has a role over their department: only an admin moves them.} other {{name} would come back with their role: ask an admin.}}',
  'refusal.person-changed':
    'Somebody changed {name} in the meantime. This is how they are now. Nothing was done: look, and change them again.',
  'refusal.erase-off-limits':
    '{why, select, self {Nobody erases themselves. Ask somebody else of HR, or an admin.} admin {{name} is an admin: only an admin erases them.} other {{name} is the only admin. Make somebody else an admin first.}}',
  'refusal.erase-balance':
    '{name} still has {held} in their wallet. Close the wallet first: it is paid out or goes back to the budget. Nothing was erased.',
  'refusal.erase-open':
    'Still open: {what, select, gifts {{count, plural, one {one gift} other {# gifts}} to {name}. Void them, or wait until they are redeemed or expire.} orders {{count, plural, one {one purchase} other {# purchases}} of {name}. Fulfil, cancel or settle them first.} requests {{count, plural, one {one request} other {# requests}} by or to {name}. Decide or withdraw them first.} other {{count, plural, one {one approval} other {# approvals}} about {name}. Decide them first.}} Nothing was erased.',
  'refusal.erase-altered':
    'What is on record about {name} is not as Largesse wrote it, and erasing would hide that. Run “largesse audit verify” first. Nothing was erased.',
  'refusal.person-erased':
    '{name} was erased. Nothing of theirs comes back: add the person anew if they are here again.',
  'refusal.merge-off-limits':
    '{why, select, same {Choose two different records.} self {Nobody merges their own record. Ask another admin, or somebody of HR.} left {{name} has left. Bring them back first, or keep the other record.} lastAdmin {{name} is the only admin. Make somebody else an admin first.} frozen {The wallet of {name} is frozen. Unfreeze it first.} other {The company’s directory brings {name}. Deactivate this record there first, or keep it and merge the other one into it.}} Nothing was merged.',
  'refusal.merge-open':
    'Still open: {what, select, gifts {{count, plural, one {one gift} other {# gifts}} to {name}. Wait until they are redeemed, or void them.} orders {{count, plural, one {one purchase} other {# purchases}} of {name}. Fulfil, cancel or settle them first.} requests {{count, plural, one {one request} other {# requests}} by or to {name}. Decide or withdraw them first.} codes {{count, plural, one {one bought code} other {# bought codes}} that {name} has not opened yet. Have them opened first.} other {{count, plural, one {one approval} other {# approvals}} about {name}. Decide them first.}} Nothing was merged.',
  'refusal.person-merged': '{name} is an old record that was merged into that of {into}. Change that one.',
  'refusal.person-nameless':
    'Enter an address or an employee number for {name}: by that they are known again.',
  'refusal.account-moved':
    'Somebody linked {account} in the meantime. Nothing was done: look whose it is now.',
  'refusal.mass-leaving':
    'By this, {leaving} of {active} people would leave at once. Nothing was done: say that you mean it.',
  'refusal.department-changed':
    'Somebody changed {name} in the meantime. This is how it is now. Nothing was done: look, and change it again.',
  'refusal.closing-reason-missing': 'Say why, in up to 500 characters: it stays on the record.',
  'refusal.department-closed':
    '{department} is closed, so nothing is given from it. Give from another department, or ask HR to open it again.',
  'refusal.place-closed':
    '{department} is closed, so {name} can be neither given to nor moved there. Ask HR to name another department, or to open it again.',
  'refusal.group-closed':
    '{department} is closed, so members of the group {group} cannot be moved there. Open it again, or name another department for the group: largesse scim map.',
  'refusal.department-in-use':
    '{department} cannot be closed yet.{people, plural, =0 {} one { One person works there: move them to another department first.} other { # people work there: move them to another department first.}}{approvals, plural, =0 {} one { One request waits for a decision.} other { # requests wait for a decision.}}',
  'refusal.department-exists': 'There is a department called {name} already. Write another name.',
  'refusal.currency-in-use':
    'Money has moved in {department} in {currency}, so its currency stays. Create another department for the other currency.',
  'refusal.deactivated-recipient': '{name} is no longer active and cannot get gifts.',
  'refusal.bot-recipient': '{name} is a bot. Gifts are for people.',
  'refusal.guest-recipient':
    '{name} is a guest. Your department gives to colleagues only; ask HR if this should change.',
  'refusal.outside-recipient':
    'Nobody here has the address {name}, so it is somebody’s outside the company, and your department gives to colleagues only. Look whether the address is right, or ask HR if this should change.',
  'refusal.unsigned-request':
    'Somebody made or changed this request in the database, past Largesse, so it gives nothing. If it was yours, ask again, and tell an admin: largesse audit verify shows more.',
  'refusal.changed-by-hand':
    '{what, select, approval {This request} right {Your right to decide this} account {What waits for your word about this account} factor {A second factor} promo {This promotional credit} wallet {This wallet} order {This order} other {This gift}} was changed in the database, past Largesse, so nothing was done. Please tell an admin: largesse audit verify shows more.',
  'refusal.nobody-to-give': 'There is nobody in that group who could get a gift. Name people with @.',
  'refusal.gift-too-large': 'One gift can be {most} at most. Give less, or ask finance to raise the limit.',
  'refusal.gift-too-small':
    'One gift has to be at least {least}. Give that or more, or ask finance to lower the limit.',
  'refusal.no-gift-card':
    'Gifts of {department} are gift cards, but there is no such card. Ask HR to choose another in its rules.',
  'refusal.gift-card-unsold':
    'The gift card {card} cannot be bought at present. Ask HR to choose another in the rules of the department.',
  'refusal.gift-card-currency':
    'The gift card {card} is in {given}, and the gifts are in {expected}. Ask HR to choose a card in {expected}.',
  'refusal.gift-card-amount':
    'A gift is a gift card here, {card}, which can be bought from {least} to {most}. Give an amount between these.',
  'refusal.over-allowance':
    'That is more than you may give: {asked} asked, {left} of your allowance left until {until}. {isSpent, select, yes {Wait until then} other {Give less}}, or ask finance to raise your allowance.',
  'refusal.over-cap':
    '{name} may get {left} more in {year}. {isSpent, select, yes {Wait for the next year} other {Give less}}, or ask finance to raise the limit.',
  'refusal.pair-share':
    '{name} would get {percent} % of what you give until {until}; {maxPercent} % is the most for one person. Thank somebody else first, or ask HR to raise that share.',
  'refusal.budget-frozen':
    'The budget of {department} is frozen: nothing is given from it until finance opens it again.',
  'refusal.nothing-overspent': '{department} owes nothing: no period of its budget is overspent.',
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
  'refusal.unread':
    'I cannot read this right now. It is not refused, and this try does not count: try again in a minute.',
  'refusal.too-many-at-once': 'That is more than {most} codes. Send them in several parts.',
  'refusal.too-many-codes': 'Too many wrong codes. Try again after {until}, or ask somebody in HR.',
  'refusal.no-web':
    'The pages have no address yet, so I cannot give you a link. Ask whoever runs Largesse to set PUBLIC_URL.',
  'refusal.too-many-sign-ins':
    'That was asked for too often. Try again after {until}, or send /wallet in your company chat.',
  'refusal.sign-in-refused':
    '{why, select, spent {This link was used already. Ask for another one.} old {This link is too old, or there is a newer one. Use the newest, or ask for another one.} needsCode {You opened this link in another browser than the one that asked for it. Type the six digits from the mail.} noCode {That is not a code: it has six digits.} wrongCode {That is not the code from the newest mail. Look again, or ask for another mail.} other {This link does not work. Ask for another one.}}',
  'refusal.unknown-account-here':
    'Nobody here is known by this account. Sign in by mail or chat, or ask HR whether they have the address of your account.',
  'refusal.signed-out': 'You are signed out on this device. Sign in and try again.',
  'refusal.unknown-person': 'I do not know you yet. Ask HR to add you to the people in Largesse.',
  'refusal.not-yours': 'This gift is for somebody else.',
  'refusal.not-yours-to-see': 'This is not yours to see. Ask HR or finance.',
  'refusal.not-your-gift': 'Only the person who gave a gift can take it back.',
  'refusal.unknown-gift': 'There is no such gift. `largesse gifts list` shows them.',
  'refusal.nothing-to-undo': 'There is no gift to take back.',
  'refusal.undo-over':
    '{minutes, plural, =0 {In your department a gift cannot be undone.} one {A gift can be undone for one minute, and that time is over.} other {A gift can be undone for # minutes, and that time is over.}} Finance or HR can void it.',
  'refusal.gift-waits': 'This gift still waits for an approval: decline that instead.',
  'refusal.not-given-yet':
    'This gift still waits for an approval. Its recipient hears of it once it is approved.',
  'refusal.gift-redeemed': 'It is redeemed already and cannot be undone. Finance or HR can void it.',
  'refusal.gift-card-ordered':
    'The gift card {card} is being bought for this gift, so it cannot be taken back now. Should it not be sold, the gift can be voided.',
  'refusal.gift-card-bought':
    'The gift card {card} was bought for this gift, so it cannot be taken back: its recipient has it.',
  'refusal.gift-is-card':
    'This gift is a gift card: {card}. There is nothing to do: you get a message once it is bought.',
  'refusal.gift-card-here': 'This gift is a gift card: {card}. Open your wallet to see it.',
  'refusal.gift-to-choose':
    'For this gift you may choose a gift card, or add it to your balance: use the buttons in its message, or open your wallet.',
  'refusal.gift-card-chosen':
    'You have chosen {card} since you opened this page. Choose again if you want another.',
  'refusal.gift-card-gone': 'This gift card is not available any more. Choose another.',
  'refusal.gift-is-value':
    'There is no gift card to choose for this gift any more: it is in your balance, or waits in your wallet to be added.',
  'refusal.gift-expired': 'This gift has expired, and its money went back.',
  'refusal.gift-withdrawn': 'This gift was taken back.',
  'refusal.gift-reversed': 'This gift was already taken back from its recipient’s balance.',
  'refusal.wallet-too-low':
    '{name} has spent it: their balance is {left}, and a gift can only be taken back in full. Settle it with them in person.',
  'refusal.void-not-allowed':
    'Gifts are voided by HR, finance or an admin. Your role is {role}; ask one of them.',
  'refusal.void-asked-already':
    'Somebody already asked for this, and it is waiting for a second person’s approval.',
  'refusal.already-thanked': 'You have thanked for this gift already.',
  'refusal.guard-not-allowed':
    'Wallets and codes are guarded by HR, finance or an admin, and nobody unfreezes their own. Your role is {role}; ask one of them.',
  'refusal.code-frozen':
    'This code was reported as lost or seen, and cannot be redeemed. HR, finance or an admin can send you another one.',
  'refusal.code-not-reported': 'The code of this gift works. Report it first: only then is it replaced.',
  'refusal.no-such-code': 'No gift that waits for you has a code that ends in {lastFour}. See /balance.',
  'refusal.nothing-to-report': 'No gift waits for you, so there is no code to freeze. See /balance.',
  'refusal.reissue-asked':
    'Somebody already asked for another code, and it is waiting for a second person’s approval.',
  'refusal.wallet-frozen':
    'Your balance is frozen: nothing can be added to it or spent from it. Ask HR, finance or an admin why.',
  'refusal.wallet-empty': '{name} holds no gift funds: there is nothing to close.',
  'refusal.closing-asked': 'Closing this wallet is already waiting for a second person’s approval.',
  'refusal.closing-way': 'In {region} a wallet can be closed by {ways} only. Choose one of these.',
  'refusal.unknown-marketplace': 'There is no marketplace called “{name}”. Known: {known}.',
  'refusal.marketplace-exists': 'There is a marketplace called “{name}” already. Choose another name.',
  'refusal.marketplace-of-store':
    'The store itself sells there, and what it sells goes with its orders. Choose another marketplace.',
  'refusal.marketplace-currency':
    '{marketplace} takes {expected} only, and this is in {given}. Ask for an amount in {expected}.',
  'refusal.amount-not-positive': 'An amount has to be above zero.',
  'refusal.wallet-short':
    'The balance does not cover {asked}: {missing} is missing. Pay that in another way, or choose less.',
  'refusal.checkout-asked-differently':
    'The request {request} was made before, with another amount or for somebody else. Use another id, or ask for the same.',
  'refusal.unknown-checkout': 'There is no such purchase.',
  'refusal.checkout-not-allowed':
    'Purchases are captured, voided and refunded by their marketplace, by finance or by an admin. Your role is {role}; ask one of them.',
  'refusal.checkout-over':
    '{how, select, captured {This purchase is paid. Refund it instead.} voided {This purchase was voided, and its money given back.} expired {The money of this purchase was held too long and given back. Start a new one.} other {Another payment method did not pay its part, so the money was given back.}}',
  'refusal.checkout-waits': 'Another payment method has not answered yet. Try again in a minute.',
  'refusal.checkout-not-captured':
    'Nothing of this purchase was taken, so nothing can be refunded. Void it instead.',
  'refusal.capture-too-much': 'That is more than is held for this purchase: {most} at most.',
  'refusal.refund-too-much':
    '{isSpent, select, yes {All of this purchase was refunded already.} other {That is more than is left of this purchase: {left} can still be refunded.}}',
  'refusal.second-factor-needed':
    'This is unusual, so it needs a second factor. Chat asks for none: add the gift in your wallet on the web. Send /wallet to go there.',
  'refusal.promo-not-allowed':
    'Promotional credit is granted and taken back by finance or an admin. Your role is {role}; ask one of them.',
  'refusal.promo-asked-differently':
    'The request {request} was granted before, to somebody else or with another amount. Use another id, or ask for the same.',
  'refusal.unknown-promo': 'There is no such promotional credit.',
  'refusal.unknown-reward': 'There is no such reward of yours.',
  'refusal.reward-waits': 'This reward is still being bought. Try again in a few minutes.',
  'refusal.purchase-not-allowed': 'Only finance and admins can give up a purchase. Ask one of them.',
  'refusal.unknown-purchase':
    'No purchase has this id. It is the id of the gift, or of the order in the store, that something is bought for.',
  'refusal.purchase-not-waiting':
    '{why, select, bought {It is bought already, so it cannot be given up.} rejected {It was given up already, or its provider does not sell it.} other {Its provider was asked for it and may have sold it, so it cannot be given up. It is asked for again by itself; largesse rewards reconcile finds lost answers.}}',
  'refusal.reward-not-shown':
    '{why, select, refused {The provider refuses to show it. Nothing was used up. Whoever runs Largesse finds in the log why.} other {The provider does not answer. Nothing was used up. Try again in a minute.}}',
  'refusal.reward-not-bought': 'This reward could not be bought, so there is nothing to show.',
  'refusal.stock-not-allowed': 'HR, finance and admins keep the codes in stock. Ask one of them.',
  'refusal.catalogue-not-allowed': 'HR and admins say what the store offers. Ask one of them.',
  'refusal.out-of-stock': '{name} is sold out. Look again later, or choose something else.',
  'refusal.unknown-batch': 'There is no such batch of codes.',
  'refusal.unknown-product': 'There is no such product in stock.',
  'refusal.recalled-before': 'The batch {name} was recalled before.',
  'refusal.unknown-item': 'The catalogue has no such item.',
  'refusal.not-on-offer': 'The store does not offer you that, or not any more.',
  'refusal.price-changed':
    '{name} costs {now} now, not {was}, so nothing was ordered. Order it again if you want it.',
  'refusal.rest-changed':
    'A card would pay {now} now, not {was}, because your balance has changed. Nothing was ordered. Look at the parts again.',
  'refusal.card-amount': '{name} can have any amount from {least} to {most}.',
  'refusal.order-limit': 'Of {name}, each person can have {most}, and you have that many already.',
  'refusal.address-missing': 'Say where {name} is to be sent.',
  'refusal.address-too-long': 'The address is too long: {most} characters at most.',
  'refusal.order-asked-differently':
    'You have ordered something else with the same request. Open the store again.',
  'refusal.unknown-order': 'There is no such order, or it is not yours.',
  'refusal.order-not-allowed': 'Only whoever sees to this order, HR and admins can do that.',
  'refusal.order-over':
    'That cannot be done any more: the order {status, select, fulfilled {is done} cancelled {was cancelled} refunded {was refunded} other {is under way}}.',
  'refusal.order-started': 'Somebody is at your order already. Ask them to cancel it.',
  'refusal.order-being-bought': 'The gift card is being bought just now. Try again in a few minutes.',
  'refusal.order-payment-waits': 'The payment is not certain yet. Try again in a minute.',
  'refusal.order-not-by-person': 'Nobody has to see to this order: it takes its course.',
  'refusal.order-not-fulfilled': 'The order is not done yet.',
  'refusal.order-own': 'You ordered this yourself: somebody else has to give it back.',
  'refusal.nothing-to-reveal': 'This order brings no code to look at.',
  'refusal.item-changed':
    'Somebody changed {name} in the meantime. Open it again, and look at what it is now.',
  'refusal.item-exists': 'The store already offers something called {name}. Choose another name.',
  'refusal.tax-since-past':
    'Payroll has gone by what held on {since}, which is over. Choose {today} or a later day.',
  'refusal.bad-tax-map':
    '{why, select, name {Call it something, in 60 letters at most.} fileName {The file name may have letters, digits, dots and dashes, 60 at most.} noAmount {One column must hold the taxable amount: without it payroll gets no money.} tooMany {A file has 16 columns at most.} header {A column has no header, or one of more than 100 letters.} adpCode {ADP takes one or two characters for “{column}”.} other {The text of “{column}” has more than 100 letters.}}',
  'refusal.unknown-tax-map': 'There is no file called “{name}” for payroll. Known: {known}.',
  'refusal.unfilled-tax-map':
    'The file “{map}” needs a text for “{column}”, which only you know. Save its columns first.',
  'refusal.bad-item':
    '{field, select, name {The name} description {The description} prices {The price} inStock {The stock} limitPerPerson {The limit a person} fulfillerId {Who does it} productId {The product in stock} provider {The provider} departments {The departments} picture {The picture} other {A field}} {why, select, missing {is missing.} long {is too long.} zero {must be above zero.} reversed {goes from more to less: turn it round.} unknown {is not known here.} other {cannot be read.}}',
  'refusal.bad-picture':
    '{why, select, bytes {The picture is too large: 2 MB at most.} size {The picture is too large: 6000 pixels a side at most.} other {The file is no picture that the store takes: PNG, JPEG or WebP.}}',
  'refusal.promo-over':
    '{how, select, expired {It has expired, and what was left went back to the department.} spent {All of it is spent: there is nothing to take back.} other {It was taken back already.}}',
  'refusal.promo-return-asked':
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
  'refusal.claim-too-short':
    '{days, plural, =0 {{law} lets gifts have no end} other {{law} lets gifts be claimed for # days at least}}, and {department} is in {region}. {days, plural, =0 {Set no last day there.} other {Set that or more, or none.}}',
  'refusal.money-moved':
    'Money has moved already, and its amounts and days are kept in {currency} and {zone}, so they can no longer change. Only the name can.',
  'refusal.mistyped-factor-code':
    'That is no code: your app shows six digits, and a recovery code has 18 letters and digits. Nothing was counted; type it again.',
  'refusal.mistyped-app-code': 'Type the six digits that your app shows now.',
  'refusal.wrong-app-code':
    'That is not the code that your app should show. Wait for the next one and type it. If that is wrong too, set the clock of your phone to automatic.',
  'refusal.factor-refused':
    'That code is wrong, too old or used already. Wait until your app shows the next one, and type that. Or use a recovery code.',
  'refusal.factor-paused':
    'Too many wrong codes. Wait {minutes, plural, one {a minute} other {# minutes}} and type the one that your app shows then.',
  'refusal.no-factor': 'You have no second factor yet. Set one up first.',
  'refusal.no-factor-of':
    '{name} has no second factor, so there is nothing to reset. They set one up when they sign in.',
  'refusal.no-enrolment':
    'There is nothing to confirm: it is done already, or it took too long. Start again.',
  'refusal.limited-session':
    'You signed in by your address alone, and your role, {role}, needs more than that to set up a second factor. Sign in from your company chat or with your company account, and set it up there.',
  'refusal.step-up-needed': 'Show first that it is you: type a code of your app. It counts for 15 minutes.',
  'refusal.factor-required':
    'Your role, {role}, has to have a second factor. You can move it to another app instead.',
  'refusal.own-factor': 'Nobody resets their own second factor. Ask two other admins.',
  'refusal.needs-another-admin':
    'You asked for this reset yourself, so another admin has to confirm it. If there is no other, make one first, in a shell: largesse people set ADDRESS --role admin does it.',
  'refusal.reset-reason-missing': 'Say why: the other admins and the person read it.',
  'refusal.reset-asked-already':
    'The second factor of {name} is to be reset already. Another admin confirms it on the web, or in a shell: largesse factor confirm does it.',
  'refusal.no-reset':
    'No reset of {name}’s second factor is waiting: nobody asked, it was decided, or it is older than a day. An admin asks for one on the web, or in a shell: largesse factor reset does it.',
  'refusal.asker-no-admin': '{name}, who asked for this reset, is no admin any more. Ask for it anew.',
  'refusal.second-factor-asked':
    'Amounts above {over} are added on the web, where you are asked for your second factor. Send /wallet to go there.',
  'refusal.second-factor-to-spend':
    'To spend more than {over} takes your second factor. Send /wallet, and pay on the web.',
  'refusal.second-factor-to-approve':
    'To approve more than {over} takes your second factor. Chat asks for none: approve it on the web.',
  'refusal.unlinked-workspace':
    '{platform, select, discord {I work only for servers that have joined Largesse, and for their members. An admin of Largesse has the code that joins a server: type /join and that code there.} other {This workspace does not belong to this Largesse. Use the workspace that its bot is installed in, or ask your admin.}}',
  'refusal.pending-identity':
    '{reason, select, outsider {Your account belongs to another workspace, so I cannot tell by its address who you are.} unconfirmed_address {Your email address is not confirmed yet, so I cannot tell who you are. Confirm it in your account’s settings and try again.} guest {You are a guest here, so I cannot tell by your address who you are.} second_account {The person with your email address already uses another account here.} role {Your address alone does not give you the rights of your role.} other {This account was unlinked from Largesse.}} Or ask an admin of Largesse to confirm your account: it is number {number}.',
  'refusal.pending-recipient':
    '{name} cannot get gifts through this account yet: {reason, select, outsider {it belongs to another workspace} unconfirmed_address {its email address is not confirmed} guest {it is a guest’s} second_account {its person already uses another one} role {it has to be confirmed first} other {it was unlinked}}. Nothing was given: ask an admin of Largesse to confirm the account, which is number {number}, then send your command again.',
  'refusal.unknown-pending':
    'No account with the number {number} waits. `largesse identities pending` lists them.',
  'refusal.unknown-account':
    'Nobody is linked to {account}. `largesse people list` shows who is linked to what.',
  'refusal.account-gone':
    'The account {platform}:{userId} is deactivated or a bot’s, so it cannot be anybody’s. Nothing was linked.',
  'refusal.unknown-token': 'There is no such API token, or it has ended already.',
  'refusal.token-too-long': 'A token lasts a year at most. Name a day within the next year.',
  'refusal.budget-not-allowed': 'Only finance and admins set budgets. Your role is {role}; ask one of them.',
  'refusal.own-budget':
    'Nobody raises what they give from themselves: not their own allowance, nor the budget or the rules of their own department.',
  'refusal.setting-changed':
    'Somebody changed this while you were at it. Below is how it is now: look at it, and change it again if you still need to.',
  'refusal.second-person-asked':
    'Changes above {over} need a second person, so nothing has changed yet. It waits until {until} for {alone, select, yes {whoever runs Largesse, since nobody else here has the same right: they confirm it with “largesse proposals confirm”, or give somebody else the right} other {somebody else with the same right, and they were told}}.',
  'refusal.second-person-for-right':
    '{what, select, role {A role for {name} needs} account {{name} has a role, so another account or address for them needs} merge {One of the two records has a role, so merging into the record of {name} needs} other {A token that reaches money or people, “{name}”, needs}} a second person. It waits until {until} for {alone, select, yes {whoever runs Largesse, since nobody else here has the same right: they confirm it with “largesse proposals confirm”, or give somebody else the right} other {somebody else with the same right, and they were told}}.{what, select, role { Everything else is saved.} account { Everything else is saved.} merge { Nothing has changed yet.} other {}}',
  'refusal.proposal-not-confirmed': 'Nobody has confirmed this yet.',
  'refusal.role-of-many':
    'Roles need a second person here, so a chat role cannot give {role} to whoever has it. Map it to employee, and add whoever needs the role by hand.',
  'refusal.unknown-proposal': 'There is no such proposed change.',
  'refusal.proposal-over':
    'This proposed change is over: {status, select, confirmed {somebody has confirmed it} declined {somebody has declined it} withdrawn {it was withdrawn} other {nobody confirmed it in time, or what it was based on has changed}}.',
  'refusal.proposal-outdated':
    'What this change was based on has changed since it was proposed. It was not made: look at how it is now, and propose it again if it is still needed.',
  'refusal.plan-not-ahead': 'That day has begun already. Name a later one, or none if it is to hold at once.',
  'refusal.plan-off-period':
    'A new budget begins together with a period, so not on that day. The next two are {first} and {second}.',
  'refusal.plan-never-fits':
    'Its periods do not begin on the same day as those of the budget before it within the next years. Choose another length of periods, or set it at once.',
  'refusal.plan-conflict':
    'This does not fit what is planned from {from} on. Look at what is planned, and withdraw that first.',
  'refusal.unknown-plan': 'There is no such planned change.',
  'refusal.plan-begun':
    'This change holds since {from}, so it cannot be withdrawn any more. Set what you want instead.',
  'refusal.withdrawal-raises':
    'Without this change, more than {over} could be given then, and that needs a second person. Plan what you want from that day on instead: somebody else is asked to confirm it.',
  'refusal.own-proposal':
    'You proposed this yourself, so somebody else with the same right has to confirm it.',
  'refusal.proposer-lost-right':
    '{name}, who proposed this, may not change it any more. Decline it, and propose it yourself if it is still needed.',
  'refusal.inactive-person': '{name} is no longer active. Import them again first.',
  'refusal.unknown-webhook': 'There is no such webhook.',
  'refusal.webhook-url':
    '{problem, select, malformed {That is no address. Write one such as https://example.com/hook.} long {That address is too long: it has 2000 characters at most.} unencrypted {That address is not encrypted, so events could be read on their way. Write https://} credentials {That address has a name or a password in it, which would stand in logs. Events are signed: check the signature instead.} fragment {That address has a # in it, and what follows is never sent. Leave it out.} port {That port is not one of the web. Use 443, or a port from 1024 on that no other protocol has.} unknown {Nobody knows an address of that name. Is it written right?} other {That name leads into a network that is not public. If it is yours, allow it in WEBHOOK_ALLOWED_NETWORKS.}}',
  'refusal.webhook-types': 'There are no events called {unknown}. There are: {known}.',
  'refusal.webhook-limit':
    'There are {most} webhooks, and more would slow everything down. Delete one first.',
  'refusal.webhook-state':
    '{status, select, active {This webhook is active: there is nothing to resume.} paused {This webhook is paused already.} disabled {This webhook is disabled. See why in the log of its calls, then resume it.} other {This webhook is deleted. Make another one.}}',
  'refusal.nothing-to-replay':
    'There is no such event that this webhook could get again. Events are kept for 30 days; only the types that it chose are sent.',
  'refusal.admins-only': 'Only admins may do this. Your role is {role}; ask one of them.',
  'refusal.invite-refused': 'That code is wrong, used or too old. Ask an admin of Largesse for a new one.',
  'refusal.platform-silent':
    'I could not find out which server you belong to. Nothing was done: try again in a minute.',
} as const;
