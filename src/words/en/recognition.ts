export const recognitionWords = {
  'recognize.summary': 'Thank someone with a gift from your department’s budget',
  'recognize.usage': '@person … amount [for what] [--private] [--guest]',
  'recognize.example': '@alice 25 for the launch',
  'recognize.option.to': 'Who to thank: a person or a group',
  'recognize.option.also': 'More people and groups, such as @bob @design',
  'recognize.option.amount': 'How much for each person, such as 25 or 25.50',
  'recognize.option.message': 'What it is for: they read it with the gift',

  unnamed: 'someone new',

  'waiting.title': 'One moment',
  'waiting.text': 'I am working on it. The answer will appear here.',

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
  'issued.toChoose': 'Still to choose a gift card in that value: {names}.',
  'issued.left': '{department} has {left} left until {until}.',
  'issued.undo':
    'You can take it back for {minutes, plural, one {one minute} other {# minutes}}, as long as it is not redeemed.',
  'issued.undoButton': 'Undo',
  'refused.title': 'No gift was given',

  'undo.title': 'Taken back',
  'undo.partTitle': 'Partly taken back',
  'undo.line': '{amount} for {name} is back in the budget, and its code no longer works.',
  'undo.late': '{amount} for {name} is taken back, and its code no longer works. {where}',
  'undo.kept': '{name} keeps {amount}. {why}',
  'question.title': 'Give {total} to {names}?',
  'question.titleMany': 'Give {total} to {count} people?',
  'question.total': 'Total',
  'question.left': '{department} would then have {left} left until {until}.',
  'question.how': 'Nothing is given until you confirm. After an hour, I will drop it.',
  'question.confirm': 'Confirm',
  'question.privately': 'Confirm, and keep it private',
  'question.posted': 'Others will read of it in the channel.',
  'question.cancel': 'Cancel',

  'reviewReason.several': 'Everybody named gets this amount: {people} people, {total} in total.',
  'reviewReason.outside':
    'Nobody here has the address {email}. This goes by mail to somebody outside the company: look whether the address is right.',
  'reviewReason.large': '{total} is a large gift: above {over} I ask first.',
  'reviewReason.repeated': 'You sent {name} the same gift a moment ago. This would be another one.',
  'reviewReason.pair-share':
    'With this gift, {name} has {percent}% of what you gave in this budget period. More than {maxPercent}% for one person may look unfair.',
  'reviewReason.over-threshold': 'It waits for an approver, because {total} is above {over}.',
  'reviewReason.guest': 'It waits for an approver, because {name} is outside the company.',
  'reviewReason.over-soft-budget':
    'It waits for an approver, because {total} is more than the {left} that the budget has left.',
  'withdrawn.title': 'Withdrawn',
  'withdrawn.late': 'Nobody gets anything. {where}',
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

  'late.ended': 'The period that it was paid from has ended.',
  'late.carried': '{amount} is in this {period}’s budget now.',
  'late.returned': '{amount} went back to the organization’s funds.',
  'late.rest': '{amount} is back on top of the budget, where it came from.',

  'takenBack.title': 'A gift was taken back',
  'undone.text': '{giver} took back the gift of {amount}. Its code no longer works.',
  'voided.text':
    'The gift of {amount} from {giver} was taken back. Ask somebody in HR if you have questions.',
  'guessed.title': 'Somebody is trying out gift codes',
  'guessed.person': 'Somebody entered many wrong codes in an hour. They can redeem none until {until}.',
  'guessed.address':
    'From one address, many wrong codes were entered in an hour. None is accepted from there until {until}.',
  'guessed.everywhere':
    'In the whole organization, many wrong codes were entered in an hour. None is accepted until {until}; buttons still work.',
  'guessed.how': 'Whoever it was stands in the record: largesse activity list --kind code.refused',
} as const;
