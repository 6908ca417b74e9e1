export const walletWords = {
  'balance.summary': 'See what you can spend and which gifts are waiting for you',
  'wallet.summary': 'Open your wallet in the browser',

  'balance.title': 'Your balance',
  'balance.promo': 'Promotional credit: {amount}, to be spent until {until}',
  'balance.empty': 'You have no balance yet. Gifts that you redeem add up here.',
  'balance.funds': 'Gift funds',
  'balance.waiting':
    '{count, plural, one {One gift is} other {# gifts are}} waiting for you. Press a button to add it to your balance, or redeem the code in your message with /redeem.',
  'balance.more': 'The first {count} have a button. The next ones get theirs when you have added those.',
  'balance.redeem': 'Add {amount} ({lastFour})',
  'balance.gift': '{amount} from {giver}, code ending in {lastFour}',
  'balance.giftUntil': '{amount} from {giver}, code ending in {lastFour}: add it by {until}',
  'wallet.frozenTitle': 'Your balance is frozen',
  'wallet.frozen': 'Nothing can be added to it or spent from it until HR, finance or an admin unfreezes it.',
  'wallet.unfrozenTitle': 'Your balance is no longer frozen',
  'wallet.unfrozen': 'You can add gifts to it and spend from it again.',
  'wallet.closedTitle': 'Your balance of {amount} was closed',
  'wallet.closed':
    '{way, select, return {It went back to the department.} pay_out {It is paid out to you.} other {It stays yours to spend.}}',
  'wallet.adjustedTitle': '{amount} came back to the closed wallet of {name}',
  'wallet.adjusted':
    'A purchase was undone after the wallet was closed. {way, select, return {The amount is in the department’s top-ups, where its funds went.} other {Pay it out to its owner, as its funds were.}}',

  'written.how':
    'I understand commands. Type / and pick one of these, or write me the word “redeem” and your code.',
  'written.slash': 'Type it with a slash, as /{name}, in a channel or here. Nothing was done yet.',

  'wallet.title': 'Your wallet',
  'wallet.link': 'This link signs you in, once, within ten minutes. It is yours: do not pass it on.',
  'wallet.open': 'Open my wallet',
} as const;
