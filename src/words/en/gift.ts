export const giftWords = {
  'redeem.summary': 'Add a gift code to your balance',
  'redeem.usage': 'code',
  'redeem.example': 'ABCD-EFGH-JKMN-PQRS',
  'redeem.option.code': 'The code from your message, such as ABCD-EFGH-JKMN-PQRS',

  'gift.title': '{giver} thanks you with {amount}',
  'gift.summary': '{giver} sent you a gift of {amount}.',
  'gift.hello': 'Hello {name}, {giver} thanks you with a gift of {amount}.',
  'gift.code': 'This is your code. Only you can redeem it:',
  'gift.how': 'Press the button, or send me /redeem and the code, to add it to your balance.',
  'gift.howEmail': 'In your company chat, send /redeem and the code to Largesse to add it to your balance.',
  'gift.howEmailOnly':
    'Keep this mail. There is no company chat with Largesse yet: ask HR to add the code to your balance, or send /redeem and the code once there is one.',
  'gift.howGuest': 'Open this page to add it to your balance: {link} Only you have this link.',
  'gift.noEnd': 'It does not expire.',
  'gift.until': 'Add it by {until}. After that it expires.',

  'gift.redeem': 'Add to my balance',

  'giftCard.promised':
    'It comes as a gift card: {card}. There is nothing to do: you get a message once it is bought, in some minutes.',
  'giftCard.choose': 'You may choose a gift card of {amount}.',
  'giftCard.chooseHow': 'Press the button to see the cards, or add the gift to your balance instead.',
  'giftCard.chooseLink': 'Choose it here: {link} Or add the gift to your balance there instead.',
  'giftCard.chooseWallet':
    'Sign in to your wallet in Largesse to choose it, or to add the gift to your balance instead.',
  'giftCard.chooseUntil': 'Choose by {until}. After that it expires.',
  'giftCard.chooseButton': 'Choose a gift card',
  'giftCard.chooseAnother': 'Choose another',
  'giftCard.chosen':
    'You chose a gift card: {card}. You will get a message when it is bought. Until then you can choose another.',
  'giftCard.linkTitle': 'Choose your gift card',
  'giftCard.hereTitle': 'Your gift card is here: {card}, {amount}',
  'giftCard.from': '{giver} gave it to you.',
  'giftCard.here': 'It is in your wallet. Only you can see its code there.',
  'giftCard.hereLink': 'It is in your wallet: {link} Sign in there to see its code. Nobody else can.',
  'giftCard.hereWallet': 'Sign in to your wallet in Largesse to see its code. Nobody else can.',
  'giftCard.failedTitle': 'The gift card could not be bought: {card}',
  'giftCard.failed':
    'The {amount} from {giver} are yours all the same. Another message brings them, to add to your balance.',
  'giftCard.failedKeeper':
    'The gift of {amount} to {recipient} is stored value now, and {recipient} was told. HR or finance can void it. The provider said:',
  'giftCard.failedLeft':
    '{recipient} has left, so no card was bought for the gift of {amount}. It is stored value now, and HR or finance can void it.',

  'post.title': 'Thank you',
  'post.text': '{giver} thanks {names}.',
  'post.withAmount': '{giver} thanks {names} with {amount}{count, plural, one {} other { each}}.',
  'post.applaud': '{count, plural, =0 {Applaud this} other {Applaud (#)}}',
  'post.goneTitle': 'This was taken back',
  'post.gone': 'Whoever thanked somebody here took it back.',
  'applause.given': 'You applaud this',
  'applause.takenBack': 'You took your applause back',
  'applause.count':
    '{count, plural, one {You are the first.} other {# people applaud it.}} Press again to take it back.',
  'applause.left':
    '{count, plural, =0 {Nobody applauds it now.} one {One person applauds it.} other {# people applaud it.}}',
  'thanks.button': 'Say thanks',
  'thanks.send': 'Send',
  'thanks.words': 'Who gave it reads this, and so does who reads of it',
  'thanks.title': 'Sent',
  'thanks.said': '{giver} will read it.',
  'thanks.saidAndPosted':
    '{giver} will read it, and so will everybody in the channel that reads of your gift.',
  'thanks.postTitle': 'Thanks',
  'thanks.post': '{name} says to {giver}:',
  'unposted.title': 'Nobody else reads of your gift',
  'unposted.text':
    'Your gift to {names} was given, and I could not post it in the channel. Perhaps I am not in that channel, it is closed, or its platform did not answer. Look there before you write about it yourself.',
  'unposted.shared':
    'Your gift to {names} was given, and I posted nothing in the channel: people from another organization read it too.',

  'claim.title': 'A gift is waiting',
  'claim.text':
    '{giver} sent you a gift. I could not reach you by direct message: press the button, and only you will see it.',
  'claim.button': 'Show my gift',
  'claim.endedTitle': 'A gift was waiting here',
  'claim.redeemed': '{name} has added the gift from {giver} to their balance.',
  'claim.ended': 'The gift from {giver} is no longer waiting.',
  'claimed.title': 'Your gift of {amount}',

  'redeemed.title': '{added} added to your balance',
  'redeemed.text': 'You now have {balance}.',
  'redeemed.before': 'This gift is in your balance already',

  'guestClaim.title': '{giver} sent you {amount}',
  'guestClaim.choose': 'Choose a gift card of {amount}',
  'guestClaim.add': 'Add {amount} to my balance',
  'guestClaim.for': 'It is for {email}. Your balance is kept under this address, and spent on these pages.',
  'guestClaim.wallet': 'Open your wallet',
  'guestClaim.addedTitle': '{amount} added to your balance',
  'guestClaim.beforeTitle': 'This gift is in your balance already',
  'guestClaim.overTitle': 'This gift is no longer there',
  'guestClaim.cardTitle': 'Your gift card is in your wallet',
  'guestClaim.heldTitle': 'The gift was not added, and is still there',
  'guestClaim.deadTitle': 'This link does not work',
  'guestClaim.deadText':
    'Open it from the mail again. If it still does not work, ask whoever sent you the gift.',

  'undelivered.title': 'A gift did not reach {name}',
  'undelivered.text':
    '{again, select, yes {I tried again, and still could not} other {I could not}} tell {name} about a gift of {amount}.',
  'undelivered.tried': 'I tried this: {ways}.',
  'undelivered.dm':
    'a direct message {platform, select, slack {in Slack} discord {in Discord} other {in {platform}}}',
  'undelivered.claim':
    'a button in the channel {platform, select, slack {in Slack} discord {in Discord} other {in {platform}}}',
  'undelivered.email': 'a mail',
  'undelivered.inactive': '{name} is no longer active.',
  'undelivered.noAddress': 'I know no email address of theirs.',
  'undelivered.how':
    'The gift is not lost: {name} can add it with /balance. Tell them, or have HR correct how to reach them; then press the button. Whoever runs Largesse can see why it failed.',
  'undelivered.howInMail':
    'The gift is not lost: {name} can add it with /balance. Tell them, or have HR correct how to reach them and send it again. Whoever runs Largesse can see why it failed.',
  'undelivered.inactiveHow': 'Nobody else can use the gift. Finance or HR can take it back.',
  'undelivered.resend': 'Send it again',
  'undelivered.since':
    '{since, select, delivered {It has arrived since: {amount} for {name}.} redeemed {{name} has added it to their balance since: {amount}.} voided {It was taken back since: {amount} for {name}.} expired {It has expired since: {amount} for {name}.} other {It is on its way again: {amount} for {name}.}}',

  'reported.title': 'A gift code was reported',
  'reported.text':
    '{by} reported the code of {recipient} that ends in {lastFour}, {amount}: it is lost, or somebody else saw it. Nobody can redeem it now. HR, finance or an admin can ask for another one.',
  'reissued.title': 'A gift has another code',
  'reissued.own':
    'Your gift of {amount} has another code. It comes in a message of its own; the old one is dead.',
  'reissued.other':
    'The gift of {amount} to {recipient} has another code. The old one is dead, and no money moved.',
  'noCard.title': 'The catalogue has no gift card of {amount} to choose',
  'noCard.text':
    'Somebody may choose a gift card for their gift, but the catalogue has none of that value for them. Add one, or let them add the gift to their balance.',
  'expired.title': 'A gift has expired',
  'expired.recipient':
    'The gift of {amount} from {giver} has expired, because nobody claimed it in time. Its code no longer works.',
  'expired.giver':
    '{name} did not claim your gift of {amount} in time, so it has expired and its money went back. Send it again if you like.',

  'gifts.file.markQuestion': 'Line {line}: does “{text}” mean thousands?',
  'gifts.file.markUnclear':
    '“{text}” may mean thousands or fractions, and no other amount says which: add --decimal comma or --decimal dot',
  'gifts.file.marksDiffer':
    '“{text}” here and “{other}” in line {line} are written differently: correct one, or add --decimal comma or --decimal dot',
  'gifts.file.unclear': 'Nothing was given: the file does not say what must be clear first.',
  'gifts.file.guests':
    '{count, plural, one {One address is nobody’s here: a guest, who gets a link to claim the gift.} other {# addresses are nobody’s here: guests, who get a link to claim their gifts.}}',
  'gifts.file.corrected':
    '{count, plural, one {One row looks} other {# rows look}} like gifts of this batch that were given, and corrected since: {lines}.',
  'gifts.file.correctedQuestion':
    '{count, plural, one {Leave out the row that looks corrected} other {Leave out the # rows that look corrected}}, and give the others?',
  'gifts.file.correctedUnasked':
    'Nothing was given. To leave out what looks corrected, add --corrected skip; to give it as well, --corrected give; for other gifts, name the run with --batch.',
  'thanked.title': '{name} says thank you',
  'thanked.text': '{name} thanks you for {amount}.',
  'redeemedMany.title': '{count, plural, one {One code} other {# codes}} added to your balance',
  'redeemedMany.none': 'No code was added',
  'redeemedMany.line': '{amount} added',
  'redeemedMany.failed': 'Code ending in {end}: {why}',
} as const;
