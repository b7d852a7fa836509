"""The style sheet of a page that shows a URL; light and dark, and legible in print."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --quiet: #57606a; --line: #d0d7de;
  --soft: #f6f8fa; --good: #116329; --bad: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --quiet: #9198a1;
  --line: #3d444d; --soft: #161b22; --good: #3fb950; --bad: #ff7b72; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 60rem; margin: 0 auto; overflow-wrap: break-word; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; }
small { color: var(--quiet); font-weight: 400; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
ul.badges { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; margin: 0 0 1rem;
  padding: 0; }
.badges li { border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .7rem;
  font-size: .875rem; }
.badges .good { border-color: var(--good); color: var(--good); font-weight: 600; }
.badges .good::before { content: "\\2713\\00a0"; }
.badges .bad { border-color: var(--bad); color: var(--bad); font-weight: 600; }
.badges .bad::before { content: "\\2715\\00a0"; }
figure { margin: 0; }
code.url { display: block; background: var(--soft); border: 1px solid var(--line);
  border-radius: .5rem; padding: .9rem 1rem; font-size: .9rem; line-height: 2;
  overflow-wrap: anywhere; }
.line { display: block; padding-left: 1.6em; text-indent: -1.6em; }
.line + .line { margin-left: 1em; }
.part { padding: .1em .15em; border-radius: .2em; background: var(--tint);
  text-decoration: underline 2px var(--mark); text-underline-offset: .25em; }
.part sup { font-size: .65em; color: var(--quiet); margin-left: .15em; text-decoration: none;
  user-select: none; }
.place { --tint: #0969da26; --mark: #0969da; }
.key { --tint: #8250df26; --mark: #8250df; text-decoration-style: double; }
.what { --tint: #6e778126; --mark: #6e7781; text-decoration-style: dotted; }
.who { --tint: #bc4c0026; --mark: #bc4c00; text-decoration-style: dashed; }
.when { --tint: #1a7f3726; --mark: #1a7f37; text-decoration-style: wavy; }
.headers { --tint: #0a7a7a26; --mark: #0a7a7a; text-decoration-style: dotted; }
.proof { --tint: #cf222e26; --mark: #cf222e; text-decoration-style: double; }
.operation { --tint: #9a670026; --mark: #9a6700; text-decoration-style: solid; }
.other { --tint: #bf398926; --mark: #bf3989; text-decoration-style: wavy; }
ul.key { list-style: none; columns: 2 22rem; margin: .75rem 0 0; padding: 0; font-size: .875rem;
  --tint: none; }
.key li { break-inside: avoid; padding: .1rem 0; }
.key i { font-style: normal; font-variant-numeric: tabular-nums; color: var(--quiet); }
.swatch { display: inline-block; width: 1.6em; height: .95em; margin-right: .4em;
  vertical-align: -.1em; border-radius: .2em; background: var(--tint);
  border-bottom: 3px solid var(--mark); }
.swatch.key, .swatch.proof { border-bottom-style: double; }
.swatch.what, .swatch.headers { border-bottom-style: dotted; }
.swatch.who, .swatch.when, .swatch.other { border-bottom-style: dashed; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; }
.axis { stroke: var(--line); stroke-width: 2; }
.life { fill: #1a7f37; opacity: .55; }
.now { stroke: var(--ink); fill: var(--ink); stroke-width: 1.5; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
dl { margin: 0; display: grid; gap: .15rem; }
dl > div { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
section > ul { margin: 0; padding-left: 1.2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-top: 1px solid var(--line); }
td code { overflow-wrap: anywhere; }
th[scope=row] { font-weight: 600; white-space: nowrap; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--quiet);
  border-radius: .3rem; padding: .6rem .9rem; margin: 0 0 .6rem; }
article.certain, article.likely { border-left-color: var(--bad); }
article pre { margin: .3rem 0; overflow-x: auto; font-size: .85rem; white-space: pre-wrap; }
article p { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; gap: 0; }
  th[scope=row] { white-space: normal; } }
@media print { .part { background: none; } }
"""
