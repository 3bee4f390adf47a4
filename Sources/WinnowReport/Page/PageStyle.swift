/// The style sheet of the pages, for screen and paper.
enum PageStyle {
  static let sheet = """
    :root { --ink: #1b1b1b; --quiet: #5b6068; --rule: #c9ced6; --paper: #ffffff; --link: #0b4f94; }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; }
    body { margin: 0; color: var(--ink); background: var(--paper);
      font: 16px/1.5 "Source Serif 4", Charter, "Bitstream Charter", Cambria, Georgia, serif; }
    h1, h2, h3, nav, table, figcaption, .facts, .note, dt {
      font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
    a { color: var(--link); text-decoration: none; }
    a:hover, a:focus { text-decoration: underline; }
    nav { position: fixed; top: 0; bottom: 0; left: 0; width: 14rem; overflow-y: auto;
      padding: 1.5rem 1.25rem; border-right: 1px solid var(--rule); font-size: 0.85rem; }
    nav ol { list-style: none; margin: 0; padding: 0; }
    nav ol ol { padding-left: 0.9rem; }
    nav li { margin: 0.3rem 0; overflow-wrap: anywhere; }
    .brand { font-weight: 700; letter-spacing: 0.04em; margin: 0 0 1rem; }
    main { margin-left: 14rem; padding: 2rem 2.5rem 4rem; max-width: 72rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.75rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.35rem; margin: 3rem 0 1rem; padding-bottom: 0.3rem;
      border-bottom: 2px solid var(--ink); }
    h3 { font-size: 1.1rem; margin: 2rem 0 0.6rem; overflow-wrap: anywhere; }
    p { max-width: 44rem; margin: 0.5rem 0; overflow-wrap: anywhere; }
    .facts { display: flex; flex-wrap: wrap; gap: 0.2rem 2rem; margin: 0 0 1.5rem;
      font-size: 0.85rem; }
    .facts div { display: flex; gap: 0.5rem; }
    .facts dt, .list dt { color: var(--quiet); }
    .facts dd { margin: 0; overflow-wrap: anywhere; }
    .list { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 0.25rem 1rem;
      font-size: 0.92rem; }
    .list dd { margin: 0; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; margin: 1.25rem 0 0.25rem; }
    table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 700; padding-bottom: 0.4rem; }
    thead th { border-top: 2px solid var(--ink); border-bottom: 1px solid var(--ink);
      vertical-align: bottom; }
    tbody tr:last-child > * { border-bottom: 2px solid var(--ink); }
    th, td { padding: 0.25rem 0.9rem 0.25rem 0; white-space: nowrap; }
    tbody th { font-weight: 600; max-width: 20rem; white-space: normal; overflow-wrap: anywhere; }
    .left { text-align: left; } .right { text-align: right; }
    .note { color: var(--quiet); font-size: 0.8rem; }
    .verdicts { padding-left: 1.2rem; } .verdicts li { margin: 0.2rem 0; }
    .remark { border-left: 3px solid #d08a00; padding-left: 0.75rem; }
    .figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem 1.5rem;
      align-items: start; }
    figure { margin: 0.5rem 0; break-inside: avoid; }
    figure.wide { grid-column: 1 / -1; }
    figure svg { display: block; width: 100%; height: auto; max-height: 92vh; }
    figcaption { color: var(--quiet); font-size: 0.8rem; margin-top: 0.3rem;
      overflow-wrap: anywhere; }
    .missing { border: 1px dashed var(--rule); padding: 2rem 1rem; color: var(--quiet); }
    .controls { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center;
      font: 0.85rem Helvetica, Arial, "Liberation Sans", sans-serif; margin: 1rem 0; }
    .controls fieldset { border: 1px solid var(--rule); } .controls input[type=number] { width: 7rem; }
    #explore svg { max-width: 40rem; width: 100%; font: 12px Helvetica, Arial, sans-serif; }
    .formula { font-style: italic; padding-left: 1.5rem; }
    @media (max-width: 60rem) {
      nav { position: static; width: auto; border-right: 0; border-bottom: 1px solid var(--rule); }
      main { margin-left: 0; padding: 1.5rem 1rem 3rem; }
      .figures { grid-template-columns: minmax(0, 1fr); }
    }
    @media print {
      @page { size: A4; margin: 16mm 14mm; }
      body { font-size: 10pt; }
      nav, #explore { display: none; }
      main { margin: 0; padding: 0; max-width: none; }
      h2 { break-before: page; break-after: avoid; } h3 { break-after: avoid; }
      header + section h2, .method:first-of-type { break-before: auto; }
      table, .remark { break-inside: avoid; } table { font-size: 7.5pt; }
      .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      figure svg { max-height: 230mm; }
      a { color: inherit; }
      .scroll { overflow: visible; }
    }

    """
}
