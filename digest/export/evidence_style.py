"""The look of the evidence page, on screen and on paper."""

STYLE = """
:root{--ink:#1c2430;--soft:#5b6675;--line:#d9dee6;--paper:#fff;--good:#e6f4ea;--sum:#e8f0fe;--bad:#fde8e8;--clash:#fff1d6}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.5rem 4rem;color:var(--ink);background:var(--paper);line-height:1.75;
font-family:"Noto Sans CJK SC","PingFang SC","Microsoft YaHei","Source Han Sans SC",sans-serif;font-size:15px}
h1{font-size:1.7rem;margin:0 0 1rem}
h2{font-size:1.2rem;line-height:1.5;margin:0 0 .3rem}h3{font-size:1rem;margin:1.4rem 0 .4rem}
h2 span{display:inline-block;min-width:1.7rem;color:var(--soft);font-weight:400}
article,.archive,section{border-top:2px solid var(--ink);margin-top:2.6rem;
padding-top:1rem}
header ol{columns:2;column-gap:2.5rem;padding-left:1.6rem;font-size:.92rem}header li{break-inside:avoid;margin-bottom:.25rem}
a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.2em;overflow-wrap:anywhere}
header small{white-space:nowrap}
small,.state,.hash,.credit,.lead{color:var(--soft);font-size:.86rem}.hash{line-height:1.55}
.body{margin:.6rem 0;text-align:justify}.note{color:var(--soft);font-size:.86rem;margin:.2rem 0}
code{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.78rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.8rem 0;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top}
th{font-weight:600;color:var(--soft);white-space:nowrap}
.checks td:nth-child(1){width:30%}.checks td:nth-child(2){width:4.2rem;white-space:nowrap;text-align:center}
.checks a span{color:var(--soft)}
.sources td:nth-child(1){width:13rem}.facts th{width:4rem}
.supported{background:var(--good)}
.derived{background:var(--sum)}.absent{background:var(--bad)}.conflicting{background:var(--clash)}
a.supported,a.derived,a.absent,a.conflicting,span.supported,span.derived,span.absent,span.conflicting,
b.absent{padding:.08em .12em;
border-radius:.2em;text-decoration:none}
a.absent{box-shadow:inset 0 -2px #d64545}a.conflicting{box-shadow:inset 0 -2px #d99100}
mark{background:#fff3a8;color:inherit;padding:.05em 0}a.back{text-decoration:none}
.page{margin:0 0 2.2rem;padding-bottom:.6rem;border-bottom:1px solid var(--line)}.page p{margin:.5rem 0}.cut{color:var(--soft)}
tr:target td,:target>mark,h3:target{outline:2px solid #2f6fdb;outline-offset:-2px}
a[id]{scroll-margin-top:6rem}a[id]:target+a mark{outline:2px solid #2f6fdb}
.log{padding-left:1.2rem;font-size:.88rem}
@media print{body{max-width:none;padding:0;font-size:10pt}article{break-before:page}h2,h3{break-after:avoid}
tr,.page h3{break-inside:avoid}a{text-decoration:none}header ol{columns:1}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}@page{size:A4;margin:16mm 15mm}}
"""
