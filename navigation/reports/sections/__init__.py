"""One module per section: it computes facts and exhibits; the template beside it finds the words.

To add a section `x`:

1. `x.py` with `def x(table, other_table, *, setting) -> Section`: tables before `*`, settings after.
   Every number its words print is a fact, asked by `ask = asking("x", table=table)` from a receipt;
   names are `Phrase`s. Tables without rows: `return Section("x", lacking=("table",))`.
2. `x.zh.j2` and `x.en.j2`: plain paragraphs from the same facts, `@name` where an exhibit stands.
3. Words in both `words.*.toml`: `x.title`, `x.lacking`, each exhibit's `x.<id>` and, for a figure,
   `x.<id>_read`.
4. Its place in a `Spec` of `specs.py`.
"""
