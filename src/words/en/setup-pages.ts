/** What there is to set up before people can give: on the page, on the overview, and what `doctor` says of it. */
export const setupPagesWords = {
  'web.nav.setup': 'Set-up',
  'setup.step.company': 'company',
  'setup.step.departments': 'departments',
  'setup.step.people': 'people',
  'setup.step.budgets': 'budgets',
  'setup.step.chat': 'chat',
  'setup.step.mail': 'mail',
  'setup.step.gift': 'first gift',
  'setup.step.sign-in': 'sign-in',
  'setup.done.company': 'Your company has its name.',
  'setup.done.departments': 'Departments are there.',
  'setup.done.people': 'People are there.',
  'setup.done.budgets': 'There is a budget to give from.',
  'setup.done.chat': 'The bot is in your chat.',
  'setup.done.mail': 'Mail goes out by your server.',
  'setup.done.gift': 'Somebody was given something.',
  'setup.done.sign-in': 'People can sign in from their own browsers.',
  'setup.lack.sample': 'What is here was made up, to play with. Remove the sample company first.',
  'setup.lack.unnamed': 'Say what your company is called: largesse organization set --name "Acme"',
  'setup.lack.no-departments': 'Import people with their departments, or add departments one by one.',
  'setup.lack.nobody': 'Import people from a file, connect your directory, or add them one by one.',
  'setup.lack.no-budget': 'Set a budget for a department: until then, nobody there can give.',
  'setup.lack.no-platform':
    'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack, or DISCORD_TOKEN and DISCORD_APPLICATION_ID for Discord.',
  'setup.lack.wrong-platform':
    'A setting of your chat platform is wrong or missing. This says which one: largesse doctor',
  'setup.lack.not-joined':
    'Chat is configured, and no workspace has joined yet. Type /join there with the code from: largesse workspaces invite',
  'setup.lack.no-mail-server':
    'Set SMTP_URL and MAIL_FROM: without them, nobody whom chat does not reach gets their gift.',
  'setup.lack.no-gift': 'Give somebody something, in chat: /recognize @name 25 for what they did',
  'setup.lack.no-address':
    'Set PUBLIC_URL to where people’s browsers reach Largesse, such as https://gifts.example.com',
  'setup.lack.plain-address':
    'PUBLIC_URL is not encrypted, so nobody signs in there. Put a proxy with a certificate in front of Largesse.',
  'setup.lack.no-way-in': 'People sign in by mail, by chat or by your company’s sign-in: set up one of them.',
  'setup.go.departments': 'Add a department',
  'setup.go.people': 'Import people',
  'setup.go.budgets': 'Set budgets',
  'setup.progress': '{done} of {of}',
  'setup.doctor.done': 'everything is set up',
  'setup.doctor.left': '{done} of {of} done; next: {step}',
  'web.setup.title':
    '{left, plural, =0 {Everything is set up} one {One thing is left to set up} other {# things are left to set up}}',
  'web.setup.lead':
    'Largesse sees by itself when one of them is done. Leave out what your company does without.',
  'web.setup.steps': 'What there is to set up',
  'web.setup.done': 'done',
  'web.setup.open': 'to do',
  'web.setup.hiddenMark': 'not needed',
  'web.setup.hide': 'Not needed here',
  'web.setup.unhide': 'Needed after all',
  'web.setup.line': 'Set-up',
  'web.setup.toSetup': 'Set up',
  'web.setup.need': 'Set-up: {done} of {of} are done. Next: {step}.',
  'web.sample.title': 'The sample company',
  'web.sample.text':
    'The people here were made up when Largesse started with nothing configured, so that you can try it. Nothing here reaches anybody.',
  'web.sample.preview': 'Look at what goes',
  'web.sample.goes':
    'These go: {people, plural, one {one person} other {# people}}, {departments, plural, one {one department} other {# departments}}, {gifts, plural, =0 {no gift} one {one gift} other {# gifts}}, and every budget, mail and message with them.',
  'web.sample.how':
    'Nothing is ever taken out of the books. So the whole is put aside when Largesse starts the next time, in a folder beside the new and empty one, and you begin with nobody. Sign-ins end; your settings and keys stay.',
  'web.sample.mixed':
    'It cannot be removed any more: among it {people, plural, =0 {is nobody real} one {is one real person} other {are # real people}} and {workspaces, plural, =0 {no real workspace} one {one real workspace} other {# real workspaces}}. Nothing is ever taken out of the books, so it stays. To begin anew, start Largesse with LARGESSE_DIR set to an empty folder.',
  'web.sample.others': 'Real, for example: {names}',
  'web.sample.remove': 'Remove the sample company at the next start',
  'web.sample.keep': 'Keep it',
  'web.sample.leaving':
    'The sample company goes when Largesse starts the next time. Whoever runs it stops it and starts it again; then: largesse people import people.csv',
  'web.sample.saidLeaves': 'It goes at the next start. Until then, you can keep it after all.',
  'web.sample.saidStays': 'It stays.',
  'refusal.setup-not-allowed': 'Admins set Largesse up. Your role is {role}; ask one of them.',
  'refusal.no-sample': 'There is no sample company here: nothing was made up.',
  'refusal.sample-mixed':
    'The sample company cannot be removed any more: among it {people, plural, =0 {is nobody real} one {is one real person} other {are # real people}} and {workspaces, plural, =0 {no real workspace} one {one real workspace} other {# real workspaces}}. Nothing is ever taken out of the books. To begin anew, start Largesse with LARGESSE_DIR set to an empty folder.',
} as const;
