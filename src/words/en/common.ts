export const commonWords = {
  'help.summary': 'See what I can do',
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

  'mailedAnswer.text': 'I could not tell you in chat, so this comes by mail.',
  'mailedAnswer.question':
    'I could not ask you in chat, and a mail has no buttons, so nothing will be given. Open your direct messages to me, then send the command again.',
  'mailedAnswer.waiting':
    'I could not tell you in chat, and a mail has no buttons: if you no longer want it, ask whoever decides to decline it.',

  'waiting-approval.title': 'Waiting for an approver',
  'waiting-approval.line': '{name} would get {amount}.',
  'waiting-approval.text':
    'The money is put aside. I will tell you here what they decide. If you no longer want it, withdraw it, and the money goes back.',
  'waiting-approval.withdraw': 'Withdraw',

  'report-code.summary': 'Freeze a gift code that you lost or that somebody else saw',
  'report-code.usage': '[last four letters of the code]',
  'report-code.example': '7K2M',
  'report-code.option.code': 'The last four letters of the code, if more than one gift waits for you',

  'help.title': 'What I can do',
  'help.intro': 'I send gifts between colleagues, within your department’s budget.',
  'help.line': '/{name} {usage}',

  'commandHelp.title': 'How to use /{name}',
  'commandHelp.example': 'For example: /{name} {example}',

  'form.title': 'Something is missing',
  'form.blank': 'Write something here: whoever reads it sees nothing but blanks.',
  'form.missing': 'Please fill in “{label}”, then send it again.',
} as const;
