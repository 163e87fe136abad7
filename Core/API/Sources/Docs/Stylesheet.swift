/// The looks of the server's own pages.
enum Stylesheet {
    static let text = """
        :root {
          color-scheme: light dark;
          --gx-ink: light-dark(#1d2433, #e6e9ef); --gx-soft: light-dark(#5b6579, #9aa4b8); --gx-line: light-dark(#dfe3ea, #343c4d);
          --gx-ground: light-dark(#f6f7f9, #12161f); --gx-sheet: light-dark(#ffffff, #1a202c); --gx-accent: light-dark(#1456c4, #7fb0ff);
          --gx-get: #1f7a4d; --gx-post: #1456c4; --gx-patch: #93600a; --gx-delete: #b3261e;
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0; background: var(--gx-ground); color: var(--gx-ink);
          font: 15px/1.6 system-ui, "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
        a { color: var(--gx-accent); }
        code, .path { font: 13px/1.5 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        .frame { display: grid; grid-template-columns: 15rem minmax(0, 1fr); max-width: 76rem; margin: 0 auto; }
        nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 1.5rem 1rem; }
        nav h2 { margin: 0 0 .5rem; font-size: .85rem; color: var(--gx-soft); }
        nav a { display: block; padding: .2rem .5rem; border-radius: .3rem; text-decoration: none; color: inherit; }
        nav a:hover, nav a:focus-visible { background: var(--gx-line); }
        main { padding: 1.5rem 1.25rem 4rem; }
        h1 { margin: 0 0 .5rem; font-size: 1.6rem; }
        main h2 { margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--gx-line); font-size: 1.2rem; }
        h3 { margin: 1rem 0 .35rem; font-size: .85rem; color: var(--gx-soft); }
        details { margin: .4rem 0; background: var(--gx-sheet); border: 1px solid var(--gx-line); border-radius: .45rem; }
        summary { display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: baseline; padding: .5rem .75rem; cursor: pointer; }
        summary::marker { content: none; }
        .content { padding: 0 .75rem .75rem; }
        .method { min-width: 4.2rem; padding: .05rem .4rem; border-radius: .25rem; color: #fff; background: var(--gx-soft);
          font: 600 12px/1.6 ui-monospace, monospace; text-align: center; }
        .get { background: var(--gx-get); } .post { background: var(--gx-post); } .patch { background: var(--gx-patch); }
        .delete { background: var(--gx-delete); }
        .what { color: var(--gx-soft); }
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; }
        th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--gx-line); text-align: left; vertical-align: top; }
        th { font-size: .85rem; font-weight: 600; color: var(--gx-soft); }
        .note { color: var(--gx-soft); font-size: .85rem; }
        .start { max-width: 34rem; margin: 12vh auto 0; text-align: center; }
        .mark { margin: 0; font-size: 3rem; letter-spacing: .2em; text-indent: .2em; color: var(--gx-accent); }
        .button { display: inline-block; padding: .5rem 1.25rem; border-radius: .4rem; background: var(--gx-post); color: #fff;
          text-decoration: none; }
        @media (max-width: 50rem) { .frame { display: block; } nav { position: static; max-height: none; } }
        """
}
