/** Text has a contrast of at least 4.5 to 1. No state is shown by its color only. */
export const STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --soft: #59636e; --line: #d1d9e0; --track: #eff2f5;
  --fine: #1a7f37; --attention: #9a6700; --alarm: #cf222e; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --track: #1c2128;
    --fine: #3fb950; --attention: #d29922; --alarm: #f85149; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1.25rem; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; } p { margin: .35rem 0; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; margin: .9rem 0 0; padding: 0; }
.tiles li { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: .35rem .9rem; }
.tiles b { font-size: 1.3rem; }
.fine, .valid { --tone: var(--fine); } .attention, .due { --tone: var(--attention); }
.alarm, .expired, .unreadable { --tone: var(--alarm); }
.legend { color: var(--soft); font-size: .85rem; }
.swatch { display: inline-block; width: 1.4rem; height: .6rem; border-radius: 3px; background: var(--fine); }
.swatch + .swatch, .swatch.window { margin-left: .9rem;
  background: repeating-linear-gradient(45deg, var(--attention) 0 3px, transparent 3px 6px); }
.line { display: block; font-size: 14px; fill: var(--text); }
.line text { paint-order: stroke; stroke: var(--page); stroke-width: 4px; }
.grid { stroke: var(--line); } .tick { fill: var(--soft); font-size: 12px; }
.name { font-weight: 600; } .stack { fill: var(--soft); }
.days, .more { fill: var(--tone); font-weight: 600; font-size: 13px; } .more { font-size: 10px; fill: var(--page); stroke: none !important; }
rect.track { fill: var(--track); } rect.life { fill: var(--tone); } rect.window { fill: url(#stripes); }
.stripe { fill: var(--attention); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { color: var(--soft); font-weight: 600; text-align: left; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .7rem .4rem 0; vertical-align: top; overflow-wrap: break-word;
  max-width: 14rem; }
th:last-child, td:last-child { padding-right: 0; }
td:nth-child(1) { font-weight: 600; overflow-wrap: anywhere; } .keys td:nth-child(6), .keys td:nth-child(7),
.verification td:nth-child(4), .subscriptions td:nth-child(6), .subscriptions td:nth-child(7) { color: var(--tone); font-weight: 600; }
@media (max-width: 48rem) {
  .kind { display: none; }
  thead { position: absolute; clip-path: inset(50%); }
  table, tbody { display: block; }
  tr { display: block; border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px;
    margin: 0 0 .7rem; padding: .4rem .8rem; }
  td { display: flex; max-width: none; overflow-wrap: anywhere; gap: .8rem; border: 0; padding: .1rem 0; }
  td::before { content: attr(data-title); flex: 0 0 6.5rem; color: var(--soft); font-weight: 400; } }
`;
