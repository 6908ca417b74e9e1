export const peopleWords = {
  'join.summary': 'Join this server to Largesse with a code from an admin',
  'join.usage': 'code',
  'join.option.code': 'The code from an admin of Largesse',
  'join.title': 'Joined',
  'join.done':
    'This server now belongs to {organization}. Its members may use Largesse once HR has added them, or once a role of theirs is mapped to a department.',
  'people.problem.empty-file': 'the file is empty',
  'people.problem.encoding': 'the file is not UTF-8: save it as “CSV UTF-8”',
  'people.problem.not-csv': 'this is not CSV: a quotation mark may be left open',
  'people.problem.too-large': 'the file has too many lines: split it',
  'people.problem.nobody-below': 'there is nobody below the header',
  'people.problem.fields-differ': '{text} fields, the header has {other}',
  'people.problem.column-twice': 'this column appears twice',
  'people.problem.no-identity-column':
    'this column is missing: people need an address, an employee number or a chat id',
  'people.problem.off-limits':
    '{text, select, self {your own role, and whether you work here, is for another admin to say} own {your own rights are for an admin to change} admin {only an admin changes an admin} role {only an admin gives and takes roles: leave this column out, or ask one} chat {only an admin links chat accounts: leave this column out, or ask one} address {their sign-in comes to this address and they have a role: ask an admin} department {they have a role, and it is over this department: ask an admin} other {they would come back with their role: ask an admin}}',
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
    '“{text}” differs from what is known: {other}. If it is the same person, correct them first',
  'people.problem.unknown-manager': '“{text}” is neither in the file nor known',
  'people.problem.ambiguous-manager':
    '“{text}” may be several people: write an address or an employee number',
  'people.problem.closed-department':
    '{text} is closed and takes nobody: name another department, or open it again',
  'people.problem.merged-record':
    'this is an old record of {text}, which was merged: name the address or number that they have now',
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
  'people.moved.title': 'Your address at Largesse was changed',
  'people.moved.text':
    '{by, select, none {It was changed} other {{by} changed it}} at your company. Messages and links to sign in go to another address from now on, and those that were mailed here no longer work.',
  'people.moved.how': 'If you know nothing of it, tell your HR or an admin at once.',
  'people.directoryEnded.title': 'The company’s directory can bring nobody any more',
  'people.directoryEnded.text':
    'It used the token “{token}” of {owner}, who left, and the token ended with them. New people are not added and leavers stay until the directory has another one.',
  'people.directoryEnded.how':
    'Make one on the page of API tokens, with the scope people:provision, and set it in the directory.',
  'people.undo.back': 'Would be put back:',
  'people.undo.nothing': 'Nothing of it is left to put back.',
  'people.undo.stays.changed': '{name} was changed since. What was changed then stays.',
  'people.undo.stays.taken': '{name} stays: their old address, number or manager is somebody else’s now.',
  'people.undo.stays.off-limits': '{name} stays: only an admin may put them back.',
  'people.undo.stays.closed': '{name} stays: their old department is closed.',
  'merge.lead':
    'What {from} has moves to {into}, which is kept. This cannot be undone, so check that both are the same person.',
  'merge.funds': '{amount} of gift funds',
  'merge.credit': '{amount} of promotional credit, with its last day',
  'merge.noMoney': 'No money: the balance is empty',
  'merge.account': 'The account {account}',
  'merge.email': 'The address {email}',
  'merge.number': 'The employee number {number}',
  'merge.reports': 'Those who report to it: {names}',
  'merge.merged': 'What was merged into it before: {names}',
  'merge.guest': '{name} is a guest no longer',
  'merge.stays':
    'Gifts and purchases from before stay on record as they were, and are shown and counted with the record that is kept. Whoever opens or names the old record finds the kept one. Sign-ins, approvals and tokens of the old record end.',
  'merge.waits': 'One of the two has a role: it waits until a second person confirms it.',
  'merge.question': 'Merge the two records for good?',
  'merge.nothing': 'Nothing was merged.',
  'merge.done': 'Merged {from} into {into}.',
  'people.undo.clock':
    'It came from the file that is read every day: correct that too, or the next reading does it again.',
  'people.undo.held': '{name}: a role, account or address waits for a second person first.',
  'people.undo.done': 'Put back: {count, plural, one {# person} other {# people}}',
  'people.sync.title': 'People were not brought up to date',
  'people.sync.place': 'They are read from {place}. Nothing was changed.',
  'people.sync.how':
    'It is tried again in an hour. See what was wrong on the page People → Import, or try it with: largesse people sync --dry-run',
  'people.sync.held': '{leaving} of {active} people would leave by the file, which is more than usual.',
  'people.sync.heldHow':
    'If they did leave: look at them with largesse people sync --dry-run, then run largesse people sync --allow-leavers. Else correct the file.',
  'people.sync.why.no-file': 'The file cannot be read: {said}.',
  'people.sync.why.no-answer': 'The server did not answer: {said}.',
  'people.sync.why.timeout': 'The server took too long.',
  'people.sync.why.certificate': 'The server’s certificate is not to be trusted: {said}.',
  'people.sync.why.unencrypted': 'The answer led to {said} without encryption.',
  'people.sync.why.private': 'The answer led to {said}, which is in a private network.',
  'people.sync.why.redirects': 'The answer led on and on, at last to {said}.',
  'people.sync.why.not-allowed':
    'The server refused us with status {said}. Look whether PEOPLE_SYNC_TOKEN is still right.',
  'people.sync.why.status': 'The server answered with status {said} and no file.',
  'people.sync.why.web-page':
    'A web page came in place of the file, most likely one to sign in. Use an address that needs no browser.',
  'people.sync.why.empty': 'The file is empty.',
  'people.sync.why.cut-off': 'The file broke off before its end.',
  'people.sync.why.too-large': 'The file is too large.',
  'people.sync.why.bad-file': 'The file is none of people that can be read.',
  'people.sync.why.bad-rows':
    '{count, plural, one {# row is} other {# rows are}} wrong, too many to take the others.',
  'people.sync.would': 'Would be added: {added}, changed: {changed}, deactivated: {left}',
  'people.sync.did': 'Added: {added}, changed: {changed}, deactivated: {left}.',
  'people.sync.nothing': 'Everybody is up to date.',
  'people.sync.unchanged': 'The file is the same as last time.',
  'people.sync.bad': '{count, plural, one {# row was} other {# rows were}} left out:',
  'people.sync.absentKept': 'Nobody leaves for not being in the file while rows of it are wrong.',
  'people.sync.gone':
    '{count, plural, one {# person left here and stays} other {# people left here and stay}} away, though the file calls them active.',

  'people.set.nothing': '{name} is so already. Nothing was changed.',
  'people.unknown': 'Nobody is called “{who}”. largesse people list shows everybody.',
  'people.several':
    'Several people are called “{who}”: {names}. Write an address, an employee number or an id.',
} as const;
