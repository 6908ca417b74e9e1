export const reportWords = {
  'broken.title': 'The books do not hold',
  'broken.text':
    'The daily proof of the books found {count, plural, one {a rule that does not hold} other {# rules that do not hold}}, with the first row of each:',
  'broken.how':
    'Somebody may have changed the database by hand. Whoever runs Largesse can see all of it with “largesse audit verify”. Do not repair anything before you know who did it.',
  'month.title': 'What was given in {month}',
  'month.titleOf': 'What {department} gave in {month}',
  'month.given':
    '{given} in {gifts, plural, =0 {no gifts} one {# gift} other {# gifts}}; {before} in the month before.',
  'month.unclaimed': '{unclaimed} of all gifts is not redeemed yet.',
  'month.line': '{given} in {gifts, plural, =0 {no gifts} one {# gift} other {# gifts}}, {before} before',
  'month.more': 'And {count, plural, one {# more department} other {# more departments}}.',
  'month.stop': 'If you do without this, turn it off under “What we tell you” on the web pages.',
  'spendFile.title': 'Spend in {month}',
  'spendFile.attached':
    'The file has what the page “Spend” shows for {month}, as far as you may see it. By: {by}.',
  'spendFile.tooLarge': 'The file is too large for mail. Get it on the page.',
  'spendFile.link': 'On the page: {link}',
  'spendFile.stop': 'If you do without this, stop it at the foot of the page “Spend”.',
  'month.chart': 'Given in {month}',
  'month.alt': '{given} was given in {month}, {before} in {previous}.',
  'week.title': 'Your week in {department}',
  'week.left': 'Your department may still give {left} until {until}.',
  'week.own': 'Of your own allowance, {left} is left.',
  'week.waiting': '{count, plural, one {One request waits} other {# requests wait}} for your decision.',
  'week.without':
    '{count} of your {people, plural, one {# colleague} other {# colleagues}} had nothing this quarter: {names}.',
  'week.withoutMore': '{count} of your {people} colleagues had nothing this quarter, among them {names}.',
  'week.given':
    '{department} gave {given} in {gifts, plural, =0 {no gifts} one {# gift} other {# gifts}} last week, {before} the week before.',
  'week.stop': 'If you do without this, turn it off under “What we tell you” on the web pages.',
  'week.chart': '{department}: given last week and the week before',
  'week.alt': '{department} gave {given} last week and {before} the week before.',
  'week.last': 'Last week',
  'week.beforeLast': 'The week before',
  'figures.summary': 'See what was given in a month, and what came of it',
  'figures.usage': '[month] [department]',
  'figures.example': 'last month',
  'figures.option': 'Which: last month, 2026-10, october, a department, or october and a department',
  'figures.title': 'Given in {month}',
  'figures.titleOf': 'What {department} gave in {month}',
  'figures.none': 'Nothing was given in {month}, and nothing waits to be redeemed.',
  'figures.nothing': 'Nothing was given, and nothing in {month}.',
  'figures.given': '{given} in {gifts, plural, =0 {no gifts} one {# gift} other {# gifts}}, {change}.',
  'figures.givenOf':
    '{given} of the {granted} that budgets hold this month, in {gifts, plural, =0 {no gifts} one {# gift} other {# gifts}}, {change}.',
  'figures.more': '{percent} % more than in {month} ({before})',
  'figures.less': '{percent} % less than in {month} ({before})',
  'figures.same': 'as much as in {month}',
  'figures.noneBefore': 'after nothing in {month}',
  'figures.moreSoFar': '{percent} % more than by this day in {month} ({before})',
  'figures.lessSoFar': '{percent} % less than by this day in {month} ({before})',
  'figures.sameSoFar': 'as much as by this day in {month}',
  'figures.noneBeforeSoFar': 'after nothing by this day in {month}',
  'figures.redeemed': '{redeemed} was redeemed, {before} before.',
  'figures.line': '{given}, {before} before',
  'figures.link':
    'The same on the web. The link signs you in, once, within ten minutes. It is yours: do not pass it on.',
  'figures.toDay': '{month}, by the same day',
  'figures.chart': 'Given in {month}: {total}',
  'figures.chartOf': '{department}: {total} in {month}',
  'figures.alt':
    'A bar for each department, with the month before beside it. {name} gave the most in {month}: {amount} of {total}.',
  'figures.altOf':
    'A bar for each of {count} months. {department} gave {amount} in {month} and {before} in the month before.',
  'figures.notYoursTitle': 'These figures are for those who answer for a budget',
  'figures.notYours':
    'Managers see what their department gave, and HR, finance and admins what all gave. Yours are in /balance: what you can spend and which gifts wait for you. /wallet opens all that you received and spent.',
  'figures.misreadTitle': 'I cannot read “{text}”',
  'figures.misread':
    'Write a month, a department, or both, and nothing else: “last month”, “2026-10”, “october”, “october {name}”.',
  'figures.departments': 'You can ask for {names}.',
  'figures.futureTitle': '{month} has not begun',
  'figures.future':
    'Write a month that has, such as “last month” or “2026-10”; without one, it is this month.',
  'head.title': 'Seal {number} of the books',
  'head.why':
    'Keep this line where nobody who runs the database can change it. Later, “largesse audit verify --head” proves with it that nothing up to this seal was rewritten.',

  'alert.title': '{department} has used {percent}% of its budget or more',
  'alert.text': '{left} of {granted} is left until {until}.',

  'webhook.failingTitle': 'The webhook at {host} takes no events',
  'webhook.failing':
    'No call has gone well since {since}. If none does for three days, it is disabled. No event is lost: all are sent once it answers.',
  'webhook.disabledTitle': 'The webhook at {host} is disabled',
  'webhook.disabled':
    'No call has gone well since {since}. What happens from now on is kept for it for 30 days.',
  'webhook.goneTitle': 'The webhook at {host} wants no more events',
  'webhook.gone': 'It answered so, and is disabled. What happens from now on is kept for it for 30 days.',
  'webhook.look': 'See what it answers on the web, on the page “Webhooks”.',
  'webhook.how': 'See what it answered on the web, on the page “Webhooks”, and go on there.',
  'report.button': 'I lost it, or somebody saw it',
  'report.title': 'The code is frozen',
  'report.done':
    'Nobody can redeem the code that ends in {lastFour}, {amount} from {giver}. HR, finance or an admin can send you another code for it.',
  'report.which':
    'More than one gift waits for you. Which code is it? Type /report-code with its last four letters.',
  'report.whichTitle': 'Which code?',
} as const;
