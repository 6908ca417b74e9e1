export const budgetWords = {
  'budget.summary': 'See what you and your department can still give',

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

  'funds.button': 'Ask finance for more',
  'funds.title': 'Finance was asked',
  'funds.approved': 'Send the command again: it fits the budget now.',
  'funds.text': 'I asked for {subject}. I will tell you what they decide.',

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
  'department.set': '{name} gives in {currency}.',
  'department.closed':
    '{name} is closed. {left} stays in its budget, which is frozen, until finance moves it.',
  'department.opened': '{name} is open. Its budget stays frozen until finance opens it.',
  'department.closable':
    '{name} can be closed. {left} would stay in its budget, frozen, until finance moves it.',
  'department.openable': '{name} can be opened again. Its budget would stay frozen until finance opens it.',
} as const;
