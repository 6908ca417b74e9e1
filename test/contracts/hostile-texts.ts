const LONG = 20_000;

/** What people may type, or names and reasons may hold, at its worst; by what is bad about it. */
export const hostileTexts: Record<string, string> = {
  nothing: '',
  'only spaces': ' \t\n\u3000 ',
  'a word without end': 'x'.repeat(LONG),
  'signs that grow when they are escaped': '&<>*_~`|\\"\''.repeat(LONG / 11),
  'emoji without end': '🎁👩‍👩‍👧'.repeat(LONG / 10),
  'lines without end': '\n'.repeat(LONG),
  'spaces without end': `a${' '.repeat(LONG)}b`,
  'dots behind a link': `https://e.example/${'.'.repeat(LONG)}x`,
  'backslashes without end': `${'\\'.repeat(LONG)}x`,
  'brackets without end': `${'<'.repeat(LONG / 2)}${'['.repeat(LONG / 2)}`,
  'lists without end': '- 1. + '.repeat(LONG / 7),
  'many lines': 'one more line\n'.repeat(LONG / 14),
  'many words': 'for the launch of it all '.repeat(LONG / 25),
  'many links': 'https://evil.example/?a=b&c=<d> '.repeat(LONG / 32),
  'control characters': 'a\u0000b\u0007c\u001b[31md\u007fe\u0085f\r\ng\u2028h',
  'half a character': 'half \ud83c of \udf81 one',
  'letters that turn around': '\u202Eegral\u202C \u200b\u2066hidden\u2069 \ufeff',
  'marks upon marks': `Z${'\u0336\u0489'.repeat(200)}`,
  mentions:
    '@everyone @here <!channel> <!here> <!everyone> <@U9> <@123456789012345678> <@&123456789012345678> <!subteam^S1>',
  markdown:
    '*b* _i_ ~s~ ||sp|| `c` ```\nblock\n``` # h\n-# small\n> q\n- l\n1. n [a](https://evil.example) <https://evil.example|free gift>',
  HTML: '</td></table><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;&amp;<!-- ]]>',
  placeholders: '%%0%% %s {{x}} ${x} $& $1 {name} __proto__',
};
