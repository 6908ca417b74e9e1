/** The frame of the pages for people, their forms and tables; on the tokens of every page. */
export const siteStyle = `
body.site { display: flex; flex-direction: column; min-height: 100vh; }
.bar {
  display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; padding: 12px 24px;
  background: var(--panel); border-bottom: 1px solid var(--line);
}
.bar .home { display: flex; align-items: center; gap: 8px; color: inherit; text-decoration: none; }
.bar .home strong { font-size: 18px; }
.pages { display: flex; flex-wrap: wrap; gap: 4px; }
.pages a { padding: 8px 12px; border-radius: 8px; color: inherit; text-decoration: none; }
.pages a:hover { background: var(--raised); }
.pages a[aria-current] { background: var(--accent-wash); color: var(--accent); font-weight: 600; }
.groups { display: flex; flex-wrap: wrap; flex: 1; gap: 4px 32px; min-width: 0; }
.pages li { display: contents; }
.folded { position: relative; }
.folded summary { padding: 8px 12px; border-radius: 8px; cursor: pointer; }
.folded summary:hover { background: var(--raised); }
.folded .here { color: var(--accent); font-weight: 600; }
.folded .pages {
  position: absolute; left: 0; z-index: 2; display: grid; gap: 0; min-width: 12rem; padding: 8px; background: var(--panel);
  border: 1px solid var(--line); border-radius: 8px; box-shadow: var(--shadow);
}
.menu { display: none; margin-left: auto; }
.menu summary { padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; font-weight: 600; }
.own-account { display: grid; gap: 8px; margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.own-account a { color: inherit; }
.account { position: relative; margin-left: auto; }
.account summary { padding: 8px 12px; border-radius: 8px; cursor: pointer; overflow-wrap: anywhere; }
.account summary:hover { background: var(--raised); }
.account > div {
  position: absolute; right: 0; z-index: 2; display: grid; gap: 8px; min-width: 200px; padding: 12px;
  background: var(--panel); border: 1px solid var(--line); border-radius: 8px; box-shadow: var(--shadow);
}
.account > div a { padding: 4px 0; color: inherit; }
.site main { flex: 1; width: 100%; max-width: 60rem; margin: 0 auto; padding: 32px 24px 48px; }
.site main:focus { outline: none; }
.site h1 { max-width: 40rem; font-size: 34px; line-height: 1.2; letter-spacing: -.02em; overflow-wrap: anywhere; text-wrap: balance; }
.site h2 { margin: 32px 0 12px; font-size: 20px; line-height: 1.3; }
.site p { max-width: 68ch; margin-top: 12px; overflow-wrap: anywhere; }
.site main > .pages { margin: 16px 0 4px; }
.site .lead { color: var(--soft); font-size: 17px; }
.site .note { color: var(--soft); font-size: 13px; }
.site .acts { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 24px; }
.site .button { padding: 8px 16px; font-size: 15px; }
.site .row-form { display: inline; }
.site main a { color: var(--accent); }
.site main a.button { color: inherit; }
.site main a.button.primary { color: var(--accent-ink); }
.foot {
  display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 16px 24px; border-top: 1px solid var(--line);
  color: var(--soft); font-size: 13px;
}
.panel { margin-top: 24px; padding: 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
.panel > :first-child { margin-top: 0; }
.needs-you { padding: 4px 12px; border: 1px solid var(--accent); border-radius: 8px; color: var(--accent); font-weight: 600; text-decoration: none; white-space: nowrap; }
.looked { display: flex; flex-wrap: wrap; align-items: end; gap: 8px; }
.looked label { font-size: 13px; font-weight: 600; }
.looked input { display: block; width: 14rem; max-width: 100%; height: 44px; margin-top: 4px; padding: 8px 12px; border: 1px solid var(--soft); border-radius: 8px; background: var(--panel); color: inherit; font: inherit; font-size: 16px; }
.setup { font-variant-numeric: tabular-nums; }
.setup .lacking { color: var(--soft); }
.cards { display: grid; gap: 12px; margin-top: 12px; }
.cards > li { padding: 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
.site .cards h2 { margin-top: 0; }
.cards h3 { font-size: 15px; overflow-wrap: anywhere; }
.cards blockquote { margin-top: 8px; padding-left: 12px; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
.cards form { margin-top: 12px; }
.cards .acts { margin-top: 12px; }
.acts form { margin: 0; }
.field { margin-top: 16px; max-width: 32rem; }
.field label { display: block; font-weight: 600; font-size: 13px; }
.field input, .field textarea, .field select {
  display: block; width: 100%; margin-top: 4px; padding: 8px 12px; border: 1px solid var(--soft); border-radius: 8px;
  background: var(--panel); color: inherit; font: inherit; font-size: 16px;
}
.field .code-input { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; letter-spacing: .04em; }
.field [aria-invalid] { border-color: var(--red); border-width: 2px; }
.site .hint { margin-top: 4px; color: var(--soft); font-size: 13px; }
.site .wrong { margin-top: 4px; color: var(--red); font-weight: 600; }
.summary { margin-top: 24px; padding: 16px; border: 1px solid var(--red); border-left-width: 4px; border-radius: 8px; background: var(--red-wash); }
.site main > .cards, .site main > details, .summary + .lead { margin-top: 24px; }
.site details .acts + p { margin-top: 24px; }
.site h2 + .panel, .site h2 + .cards { margin-top: 12px; }
.points { max-width: 68ch; margin-top: 12px; padding-left: 20px; list-style: disc; overflow-wrap: anywhere; }
.points > li + li { margin-top: 4px; }
.data time { white-space: nowrap; }
.problems { max-width: 68ch; margin-top: 12px; padding-left: 24px; list-style: disc; overflow-wrap: anywhere; }
.summary h2 { margin: 0 0 8px; font-size: 15px; }
.site .summary a { color: inherit; }
.said { margin-top: 24px; padding: 12px 16px; border-left: 4px solid var(--accent); border-radius: 8px; background: var(--accent-wash); }
.steps { margin-top: 8px; counter-reset: step; }
.steps > li { position: relative; padding-left: 48px; counter-increment: step; }
.steps > li::before {
  content: counter(step); position: absolute; left: 0; top: 0; display: grid; place-content: center; width: 32px; height: 32px;
  border-radius: 99px; background: var(--accent-wash); color: var(--accent); font-weight: 600;
}
.site .steps h2 { margin-top: 24px; }
.qr { display: block; width: 220px; height: 220px; margin-top: 12px; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.site fieldset.field { margin-inline: 0; padding: 0; border: 0; }
.site fieldset.field legend { padding: 0; font-size: 13px; font-weight: 600; }
.field .choice { display: inline-flex; align-items: center; gap: 8px; width: 13rem; padding: 4px 0; font-weight: 400; }
.field .choice input { width: auto; margin: 0; }
.field .choice.whole { display: flex; align-items: baseline; width: auto; max-width: 68ch; }
.field .choice.whole input { flex: none; }
.site .key { display: block; max-width: 22rem; margin-top: 4px; font-size: 17px; letter-spacing: .04em; overflow-wrap: anywhere; }
.codes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 8px 24px; margin-top: 24px; counter-reset: code; }
.codes li { display: flex; gap: 12px; align-items: baseline; padding: 8px 12px; border: 1px solid var(--gold-line); border-radius: 8px; background: var(--gold-wash); counter-increment: code; }
.codes li::before { content: counter(code); min-width: 1.5em; color: var(--soft); font-size: 13px; text-align: right; }
.codes code { color: var(--gold); font-size: 17px; white-space: nowrap; }
table.data { width: 100%; margin-top: 12px; border-collapse: collapse; }
.data th { padding: 8px; border-bottom: 1px solid var(--line); text-align: left; font-size: 13px; color: var(--soft); }
.data td { padding: 12px 8px; border-bottom: 1px solid var(--line); vertical-align: top; min-width: 7rem; overflow-wrap: anywhere; }
.data .amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; min-width: 0; overflow-wrap: normal; }
.data .sub { display: block; color: var(--soft); font-size: 13px; }
.data .amount .sub { white-space: normal; }
.data:has(th:nth-child(8)) td:first-child { min-width: 8.5rem; }
.amounts { font-variant-numeric: tabular-nums; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr)); gap: 12px; margin-top: 24px; }
.site .numbers .panel { margin: 0; }
.numbers dt { color: var(--soft); font-size: 13px; }
.numbers strong { display: block; margin-top: 4px; font-size: 20px; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.needs { margin-top: 12px; border-top: 1px solid var(--line); }
.needs > li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px 16px; padding: 12px 0; border-bottom: 1px solid var(--line); }
.needs > li > div:first-child { flex: 1 1 20rem; }
.site .needs p { margin-top: 0; }
.site .needs .acts { margin-top: 0; gap: 8px; }
.filter { display: flex; flex-wrap: wrap; align-items: end; gap: 12px; margin-top: 12px; }
.filter .field { margin: 0; min-width: 9rem; }
.hash { overflow-wrap: anywhere; }
.short-time { white-space: nowrap; }
.record .data td { min-width: 5rem; overflow-wrap: anywhere; }
.panel + .filter { margin-top: 24px; }
.filter input, .filter select, .filter .button { height: 44px; }
.filter input[type='search'] { width: 17rem; max-width: 100%; }
.gift-code { color: var(--gold); font-size: 20px; font-weight: 700; letter-spacing: .04em; overflow-wrap: anywhere; }
.ends { display: grid; grid-template-columns: max-content max-content; gap: 4px 24px; margin-top: 12px; }
.ends dd { text-align: right; }
.data caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.chart { --bar: var(--accent); --bar-before: #8d9089; --axis: var(--soft); --text: var(--ink); margin: 16px 0; }
.chart svg { display: block; width: 100%; height: auto; }
.chart .narrow { display: none; max-width: 440px; }
.chart text { font-variant-numeric: tabular-nums; }
.chart a:hover path { filter: brightness(1.15); }
.chart a:hover text { text-decoration: underline; }
.chart figcaption { display: flex; gap: 16px; color: var(--soft); font-size: 13px; }
.chart figcaption span::before { content: ''; display: inline-block; width: 12px; height: 12px; margin-right: 8px; border-radius: 2px; background: var(--bar); vertical-align: -1px; print-color-adjust: exact; }
.chart figcaption .before::before { background: var(--bar-before); }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 8px 24px; margin-top: 24px; }
.facts dt { color: var(--soft); font-size: 13px; line-height: 1.75; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.data td select { max-width: 100%; min-height: 44px; padding: 4px 8px; border: 1px solid var(--soft); border-radius: 8px; background: var(--panel); color: inherit; font: inherit; }
.data .total td { font-weight: 600; background: var(--raised); }
.data .total .sub { font-weight: 400; }
.site .data th[aria-sort='descending'] a::after { content: ' ↓'; }
.data th[aria-sort='ascending'] a::after { content: ' ↑'; }
.field input:focus-within { outline: 2px solid var(--focus); outline-offset: 2px; }
.data .amounts { white-space: nowrap; }
.data .words { overflow-wrap: normal; }
.figures { display: flex; flex-wrap: wrap; gap: 12px 32px; margin-top: 16px; }
.figures dt, .meanings dt { color: var(--soft); font-size: 13px; }
.figures dd, .meanings dd { overflow-wrap: anywhere; }
.meanings > div { max-width: 68ch; margin-top: 12px; }
.message { max-width: 68ch; margin-top: 12px; padding-left: 12px; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
.story > li { padding: 0 0 16px 16px; border-left: 2px solid var(--line); }
.story time { color: var(--soft); font-size: 13px; }
.site .story p { margin-top: 0; }
.shelf { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr)); gap: 16px; margin-top: 24px; }
.shelf.small { grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 100%), 1fr)); }
.shelf.small > li { padding: 12px; }
.shelf > li { padding: 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
.site .shelf a { display: block; color: inherit; text-decoration: none; }
.site .shelf a:hover h2 { text-decoration: underline; }
.site .shelf h2 { margin: 12px 0 0; font-size: 15px; overflow-wrap: anywhere; }
.site .price { margin-top: 4px; font-size: 17px; font-weight: 600; font-variant-numeric: tabular-nums; }
.site .shelf .note { margin-top: 4px; }
.picture, .no-picture { display: block; width: 100%; height: auto; aspect-ratio: 4 / 3; border-radius: 8px; background: var(--raised); object-fit: contain; }
.no-picture { display: grid; place-content: center; color: var(--soft); font-size: 34px; font-weight: 600; }
.site main > .picture { max-width: 20rem; margin-top: 24px; }
.sold-out .picture, .sold-out .no-picture { filter: grayscale(1); }
.item { display: grid; grid-template-columns: minmax(0, 20rem) minmax(0, 1fr); gap: 24px; align-items: start; margin-top: 24px; }
.said-by-hr { white-space: pre-line; }
.progress { display: flex; flex-wrap: wrap; gap: 8px 32px; margin-top: 24px; }
.progress li { min-width: 7rem; padding-top: 8px; border-top: 4px solid var(--accent); }
.progress li.to-come { border-top-color: var(--line); color: var(--soft); }
.progress strong, .progress time, .progress .note { display: block; }
.progress time { color: var(--soft); font-size: 13px; }
.secrets > div + div { margin-top: 16px; }
.secrets dt { color: var(--soft); font-size: 13px; }
.group, .choices { margin: 24px 0 0; padding: 0 16px 16px; border: 1px solid var(--line); border-radius: 8px; }
.group legend, .choices legend { padding: 0 8px; font-weight: 600; font-size: 13px; }
.choices { display: flex; flex-wrap: wrap; gap: 8px 24px; margin-top: 16px; padding-top: 8px; }
.field input[type='checkbox'] { display: inline; width: auto; margin: 0 4px 0 0; }
.field .picture { max-width: 12rem; }
.totals, .remarks { margin-top: 12px; font-variant-numeric: tabular-nums; }
.budget { display: grid; gap: 4px; min-width: 12rem; font-variant-numeric: tabular-nums; }
.budget-bar { display: block; width: 100%; height: 12px; border-radius: 4px; }
.budget-bar .whole { fill: var(--line); }
.budget-bar .given { fill: var(--accent); }
.budget-bar .held { fill: var(--gold); }
.budget.large { margin-top: 16px; max-width: 40rem; }
.large .budget-bar { height: 24px; }
.line { display: block; }
.rules { max-width: 48rem; margin-top: 12px; }
.rules > div { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 4px 24px; padding: 8px 0; border-bottom: 1px solid var(--line); }
.rules dt, .rules dd { overflow-wrap: anywhere; }
.rules .sub { display: block; color: var(--soft); font-size: 13px; }
.by-role { margin-top: 16px; }
.by-role summary { cursor: pointer; font-size: 13px; font-weight: 600; }
@media screen and (min-width: 641px) and (max-width: 1100px) {
  .data:has(th:nth-child(8)) { font-size: 13px; }
  .data:has(th:nth-child(8)) :is(th, td) { padding-inline: 4px; }
  .data:has(th:nth-child(8)) td:first-child { min-width: 6.5rem; }
}
@media screen and (min-width: 641px) and (max-width: 790px) {
  .data:has(th:nth-child(8)) { display: block; overflow-x: auto; }
}
@media screen and (min-width: 1101px) {
  .site main:has(.data th:nth-child(8)) { max-width: 76rem; }
}
@media screen and (min-width: 1000px) {
  .record .data td:last-child { min-width: 7rem; }
}
@media screen and (max-width: 900px) {
  .bar > .groups, .account { display: none; }
  .menu { display: block; }
  .bar { position: relative; z-index: 2; }
  .menu > div {
    position: absolute; top: 100%; left: 0; right: 0; padding: 12px 16px 16px; background: var(--panel);
    border-bottom: 1px solid var(--line); box-shadow: var(--shadow);
  }
  .menu .groups { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 8px 16px; align-items: start; }
  .menu .pages { display: grid; gap: 0; }
}
@media screen and (max-width: 640px) {
  .item { grid-template-columns: minmax(0, 1fr); }
  .chart .wide { display: none; }
  .chart .narrow { display: block; }
  .bar { gap: 8px; padding: 12px 16px; }
  .needs-you { padding: 4px 8px; }
  .site main { padding: 24px 16px 32px; }
  .foot { padding: 16px; }
  .site h1 { font-size: 28px; }
  .data, .data tbody, .data tr, .data td { display: block; }
  .data thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .data tr { margin-bottom: 12px; padding: 12px 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
  .data td { display: flex; gap: 16px; justify-content: space-between; padding: 4px 0; border: 0; text-align: right; }
  .data td::before { content: attr(data-label); flex: none; color: var(--soft); font-size: 13px; text-align: left; }
  .data td.main { font-size: 17px; font-weight: 600; }
  .data td.main .sub { font-weight: 400; }
  .data td:empty { display: none; }
  .data .total td { background: none; }
  .data time { white-space: normal; }
  .data td .sub { font-weight: 400; }
}
@media print {
  :root {
    color-scheme: light; --ground: #fff; --panel: #fff; --raised: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #000;
    --accent-wash: #fff; --gold: #000; --gold-wash: #fff; --gold-line: #bbb; --red: #000; --red-wash: #fff;
  }
  nav, .account, .menu, .needs .button, .skip, .foot, .acts, form { display: none !important; }
  .data thead { display: table-header-group; }
  .said { display: none; }
  .codes li { break-inside: avoid; background: none; }
  .codes code { color: #000; }
  .data tr { break-inside: avoid; }
  @page { margin: 15mm; }
}
@media (forced-colors: active) {
  .budget-bar { border: 1px solid; forced-color-adjust: none; }
  .pages a[aria-current] { outline: 2px solid; }
  .button, .panel, .cards > li { border: 1px solid; }
  .button.primary { border-width: 3px; }
  .brand-mark { forced-color-adjust: none; }
  .chart { --bar: Highlight; --bar-before: GrayText; --axis: CanvasText; --text: CanvasText; }
  .chart figcaption span::before { forced-color-adjust: none; }
}
`;
