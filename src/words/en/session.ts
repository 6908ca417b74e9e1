export const sessionWords = {
  'factor.added.title': 'You have a second factor',
  'factor.added.text':
    '{isReplaced, select, yes {Another app shows your codes from now on; the one before it counts no more.} other {From now on you are asked for a code of your app when you sign in.}} Keep your recovery codes where you find them without your phone.',
  'factor.ended.title': 'Your second factor is removed',
  'factor.ended.text': 'You are not asked for a code any more when you sign in.',
  'factor.recovery-used.title': 'A recovery code was used',
  'factor.recovery-used.text':
    'Somebody signed in as you with one of your recovery codes. {left, plural, =0 {None is left: make new ones now.} one {One is left: make new ones soon.} other {# are left.}}',
  'factor.codes-renewed.title': 'You have new recovery codes',
  'factor.codes-renewed.text': 'The ones from before count no more.',
  'factor.reset-asked.title': 'Reset the second factor of {name}?',
  'factor.reset-asked.text':
    '{asker} asks for it. If you know that {name} lost it, another admin than {asker} confirms it within a day, on the web or in a shell: largesse factor confirm. Talk to {name} first, and not in chat or by mail: whoever asks may not be them.',
  'factor.reset-asked.yours.title': 'Your second factor is to be reset',
  'factor.reset-asked.yours.text':
    '{asker} asked for it, and another admin has a day to confirm it. Until then you sign in as before.',
  'factor.reset.title': 'Your second factor is reset',
  'factor.reset.text':
    '{asker} asked for it and {confirmer} confirmed it. You are signed out everywhere. Sign in as you always do; where a second factor is needed, you are asked to set up a new one.',
  'factor.link':
    'This link signs you in there, once and within ten minutes, and asks you for it. It is for you alone.',
  'factor.not-you': 'If this was not you, tell an admin at once.',
  'guard.title': 'Something unusual in a wallet',
  'guard.fired':
    '{name}: {rule, select, redeems_per_hour {{found} redemptions in an hour, above {limit}} redeems_per_day {{found} redemptions in a day, above {limit}} accounts_per_address {{found} people redeemed from one address in a day, above {limit}} new_device {a device signed in with for less than {limit} hours} spends_per_hour {{found} purchases in an hour, above {limit}} spends_per_day {{found} purchases in a day, above {limit}} unusual_spend {{found} times what they usually spend, above {limit}} other {{found} times the usual amount, above {limit}}}.',
  'guard.measure':
    '{measure, select, warn {It was done. Look whether that is right.} second_factor {It needs a second factor.} other {The wallet is frozen until HR, finance or an admin unfreezes it.}}',
  'signInMail.title': 'Sign in to Largesse',
  'signInMail.text': 'Open this link in the browser that you asked from. It works once, for ten minutes.',
  'signInMail.other': 'In another browser, or on another device, you also need this code:',
  'signInMail.code': 'Code',
  'signInMail.not': 'If you did not ask for it, do nothing: nobody can sign in without this mail.',
  'newDevice.title': 'Signed in on a new device',
  'newDevice.text': 'You signed in to Largesse on {device}, from {address}, at {at}.',
  'newDevice.how':
    'If that was not you, send /wallet, choose Devices, sign out everywhere, and tell your admin.',

  'device.name': '{browser} on {system}',
  'device.unnamed': 'a device that does not say what it is',
} as const;
