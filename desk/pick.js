"use strict";
// The pick page: filters, weights, comparison, decisions. Text goes into the page as text, never as markup.
(() => {
  const page = JSON.parse(document.getElementById("page").textContent);
  const { ui, studies, codes } = page;
  const MOST = 200, MOST_COMPARED = 4;
  const dimensions = codes.dimensions;

  // --- arithmetic: the same as scoring.robustness.weighted_score and scoring.composite.competition_rank ---

  // Summed column by column; what is not known (null) has no say. NaN where nothing is known or weighs.
  function weightedScore(points, weights) {
    let top = 0, bottom = 0;
    for (let i = 0; i < points.length; i++) {
      const known = points[i] !== null;
      const share = known ? weights[i] : 0;
      top += (known ? points[i] : 0) * share;
      bottom += share;
    }
    return bottom > 0 ? top / bottom : NaN;
  }
  // To nine digits, halves to the even neighbour, as numpy does.
  function rounded(value) {
    const scaled = value * 1e9, floor = Math.floor(scaled), rest = scaled - floor;
    const whole = rest < 0.5 ? floor : rest > 0.5 ? floor + 1 : floor % 2 === 0 ? floor : floor + 1;
    return whole / 1e9;
  }
  // 1 is best; equal scores share the better rank; NaN has none.
  function ranks(scores) {
    const ordered = scores.filter((s) => !Number.isNaN(s)).sort((a, b) => b - a);
    const first = new Map();
    ordered.forEach((s, i) => { if (!first.has(s)) first.set(s, i + 1); });
    return scores.map((s) => (Number.isNaN(s) ? null : first.get(s)));
  }
  function rerank(rows, weights) {
    const groups = new Map();
    for (const row of rows) {
      row.score_now = rounded(weightedScore(row.points, weights));
      const key = row.study + "\n" + row.kind;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(row);
    }
    for (const group of groups.values()) {
      const found = ranks(group.map((row) => row.score_now));
      group.forEach((row, i) => { row.rank_now = found[i]; });
    }
  }

  // --- data ---

  const rows = studies.flatMap((s) => s.rows.map((r) => ({ ...r, study: s.study, industry: s.title, as_of: s.as_of })));
  const standing = new Map();
  function takeStanding(study, list) {
    for (const key of [...standing.keys()]) if (key.startsWith(study + "\n")) standing.delete(key);
    for (const one of list) standing.set(study + "\n" + one.id, { ...one, study });
  }
  for (const s of studies) takeStanding(s.study, s.standing);
  const byKey = new Map(rows.map((r) => [r.study + "\n" + r.id, r]));
  const state = { open: null, compared: new Set(), pending: [], weights: dimensions.map(() => 1) };

  // --- small pieces of the page ---

  const SVG = "http://www.w3.org/2000/svg";
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((c) => c !== null && c !== undefined));
    return node;
  }
  function draw(tag, attributes, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const number = (value, digits = 0) => (value === null || Number.isNaN(value) ? ui.unknown : value.toFixed(digits));
  const listed = (items) => (items.length ? items.join(page.separator) : ui.unknown);
  const field = (id) => document.getElementById(id);

  function bars(row) {
    const title = dimensions.map(([, label], i) => `${label} ${number(row.points[i], 1)}`).join("\n");
    const weakest = dimensions.findIndex(([, label]) => label === row.weakest);
    const marks = row.points.map((p, i) =>
      draw("rect", { x: i * 18, y: 32 - (p === null ? 0 : p) * 0.3, width: 14, height: (p === null ? 0 : p) * 0.3,
        ...(i === weakest ? { class: "weakest" } : {}) }));
    const base = draw("line", { x1: 0, y1: 31.5, x2: 126, y2: 31.5 });
    return draw("svg", { class: "bars", viewBox: "0 0 126 32", role: "img", "aria-label": title },
      draw("title", {}, document.createTextNode(title)), ...marks, base);
  }
  function bar(label, value) {
    const width = value === null ? 0 : Math.max(0, Math.min(100, value));
    return make("div", { class: label ? "bar" : "bar bare" }, label ? make("span", {}, label) : null,
      draw("svg", { viewBox: "0 0 100 9", preserveAspectRatio: "none", "aria-hidden": "true" },
        draw("rect", { class: "all", width: 100, height: 9 }), draw("rect", { class: "part", width, height: 9 })),
      make("b", {}, number(value, 1)));
  }
  const badge = (text, kind = "") => make("span", { class: "badge " + kind }, text);
  function pairs(list) {
    return make("dl", {}, ...list.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]));
  }
  function soon(row) {
    return row.due !== null && (Date.parse(row.due) - Date.parse(row.as_of)) / 864e5 <= 365;
  }

  // --- filters and weights ---

  function options(id, entries) {
    const select = field(id);
    for (const [value, label] of entries) select.append(make("option", { value }, label));
  }
  const distinct = (values) => [...new Set(values)].filter((v) => v !== null).sort((a, b) => a.localeCompare(b, page.locale));
  options("industry", studies.map((s) => [s.study, s.title]));
  options("class", Object.entries(codes.classes).filter(([c]) => rows.some((r) => r.class === c)));
  options("kind", Object.entries(codes.kinds).filter(([k]) => rows.some((r) => r.kind === k)));
  options("technology", distinct(rows.map((r) => r.technology)).map((t) => [t, t]));
  options("decision", [["undecided", ui.undecided], ...Object.entries(page.choices).filter(([c]) => c !== "reopen")]);
  for (const owner of distinct(rows.map((r) => r.owner))) field("owners").append(make("option", { value: owner }));
  if (studies.length < 2) field("industry").closest(".field").hidden = true;
  const kinds = Object.keys(codes.kinds);
  field("kind").value = kinds.find((k) => rows.some((r) => r.kind === k)) || "";
  const asked = new URLSearchParams(location.search).get("study");
  if (asked !== null && studies.some((s) => s.study === asked)) field("industry").value = asked;

  dimensions.forEach(([name, label], i) => {
    const said = make("output", {}, "1.0");
    const slider = make("input", { type: "range", min: 0, max: 3, step: 0.1, value: 1, "data-dimension": name, "aria-label": label });
    slider.addEventListener("input", () => {
      state.weights[i] = Number(slider.value);
      said.textContent = state.weights[i].toFixed(1);
      refresh();
    });
    field("weights").append(make("label", { class: "slider" }, make("span", {}, label), said, slider));
  });
  field("reset").addEventListener("click", () => {
    for (const slider of field("weights").querySelectorAll("input")) {
      slider.value = 1;
      slider.dispatchEvent(new Event("input"));
    }
  });
  for (const id of ["industry", "class", "kind", "technology", "decision", "owner", "soon", "zone"]) {
    field(id).addEventListener("input", refresh);
  }
  function chosen() {
    const value = (id) => field(id).value;
    const owner = value("owner").trim().toLowerCase();
    return rows.filter((r) => {
      const said = standing.get(r.study + "\n" + r.id);
      return (!value("industry") || r.study === value("industry")) && (!value("class") || r.class === value("class"))
        && (!value("kind") || r.kind === value("kind")) && (!value("technology") || r.technology === value("technology"))
        && (!owner || r.owner.toLowerCase().includes(owner))
        && (!value("decision") || (value("decision") === "undecided" ? !said : said && said.choice === value("decision")))
        && (!field("soon").checked || soon(r)) && (!field("zone").checked || r.zone === true);
    });
  }
  const last = (rank) => (rank === null ? Infinity : rank);
  const inOrder = (list) => [...list].sort((a, b) => last(a.rank_now) - last(b.rank_now)
    || b.score_now - a.score_now || (a.id < b.id ? -1 : 1));

  // --- the table ---

  const table = make("table", { class: "picks" });
  field("listed").append(table);
  const heads = ["", ui.rank, ui.portfolio, ui.class, ui.score, ui.dimensions, ui.interval, ui.top, ui.evidence, ui.due, ui.decision];
  const wide = new Set([ui.interval, ui.evidence]);
  const numeric = new Set([ui.rank, ui.score, ui.interval, ui.top]);
  const looks = (head) => [numeric.has(head) ? "num" : "", wide.has(head) ? "wide" : ""].join(" ").trim();
  table.append(make("thead", {}, make("tr", {}, ...heads.map((h) => make("th", { scope: "col", class: looks(h) || null }, h)))));

  function moved(row) {
    if (row.rank_now === row.rank || row.rank === null) return null;
    const up = row.rank_now !== null && row.rank_now < row.rank;
    return make("span", { class: "moved" }, make("span", { class: up ? "up" : "down" }, up ? "▲ " : "▼ "), `${ui.base} ${row.rank}`);
  }
  function line(row) {
    const key = row.study + "\n" + row.id, said = standing.get(key);
    const tick = make("input", { type: "checkbox", "aria-label": ui.compare, "data-compare": row.id, onclick: (e) => e.stopPropagation() });
    tick.checked = state.compared.has(key);
    tick.disabled = !tick.checked && state.compared.size >= MOST_COMPARED;
    tick.addEventListener("change", () => {
      if (tick.checked) state.compared.add(key); else state.compared.delete(key);
      refresh();
    });
    const cells = [
      make("td", {}, tick),
      make("td", { class: "num" }, number(row.rank_now), moved(row)),
      make("td", { class: "owner" }, make("b", {}, row.owner), row.technology,
        field("industry").value || studies.length < 2 ? null : make("span", { class: "moved" }, row.industry)),
      make("td", { class: "short" }, badge(codes.classes[row.class] || ui.unknown, "plain")),
      make("td", { class: "num", "data-score": row.score_now }, number(row.score_now, 1)),
      make("td", {}, bars(row)),
      make("td", { class: "num wide" }, row.low === null ? ui.unknown : `${row.low}–${row.high}`),
      make("td", { class: "num" }, number(row.top, 2)),
      make("td", { class: "wide" }, ...(row.badges.length ? row.badges.map((b) => badge(b)) : [ui.unknown])),
      make("td", { class: "short" }, row.due === null ? ui.unknown : soon(row) ? badge(row.due, "soon") : row.due),
      make("td", { class: "short" }, said ? badge(page.choices[said.choice], said.choice) : ui.unknown),
    ];
    const head = make("tr", { tabindex: 0, "aria-expanded": String(state.open === key), onclick: () => toggle(key),
      onkeydown: (e) => { if (e.target === e.currentTarget && (e.key === "Enter" || e.key === " ")) { e.preventDefault(); toggle(key); } } }, ...cells);
    const body = make("tbody", { class: state.open === key ? "row open" : "row", "data-id": row.id, "data-study": row.study }, head);
    if (state.open === key) body.append(make("tr", {}, make("td", { colspan: heads.length, class: "detail" }, detail(row))));
    return body;
  }
  function toggle(key) {
    state.open = state.open === key ? null : key;
    refresh();
  }
  function since(said) {
    const parts = [];
    const differ = (pair) => pair[0] !== null && pair[1] !== null && pair[0] !== pair[1];
    if (differ(said.score)) parts.push(fill(ui.moved_score, { then: number(said.score[0], 1), now: number(said.score[1], 1) }));
    if (differ(said.rank)) parts.push(fill(ui.moved_rank, { then: said.rank[0], now: said.rank[1] }));
    if (differ(said.class)) parts.push(fill(ui.moved_class, { then: said.class[0], now: said.class[1] }));
    for (const name of ["entered", "left", "ended"]) if (said[name]) parts.push(fill(ui[name], { count: said[name] }));
    if (said.standing !== "candidate") parts.unshift(page.standings[said.standing]);
    return `${ui.since}${page.colon}${parts.length ? parts.join(page.separator) : ui.unchanged}`;
  }
  const toldBy = (said) => fill(ui.decided, { by: said.by, on: said.on, choice: page.choices[said.choice] })
    + (said.note ? `${page.colon}${said.note}` : "");

  function detail(row) {
    const members = make("table", {}, make("tbody", {}, ...row.members.map(([id, title, status, score, family]) =>
      make("tr", {}, make("td", { class: "short" }, page.mode === "desk"
        ? make("a", { href: `/families/${encodeURIComponent(row.study)}/${encodeURIComponent(family)}` }, id) : id),
      make("td", {}, title), make("td", { class: "short" }, status || ui.unknown), make("td", { class: "num" }, number(score, 1))))));
    return make("div", {},
      make("div", { class: "grid" },
        make("div", {}, make("h3", {}, ui.dimensions), ...dimensions.map(([, label], i) => bar(label, row.points[i])),
          make("h3", {}, ui.pillars), ...codes.pillars.map(([, label], i) => bar(label, row.pillars[i]))),
        make("div", {}, make("h3", {}, ui.about), pairs([[ui.families, number(row.families)], [ui.active, number(row.active)],
          [ui.granted, number(row.granted)], [ui.highvalue, number(row.highvalue)], [ui.remaining, number(row.remaining, 1)],
          [ui.interval, row.low === null ? ui.unknown : `${row.low}–${row.high}`], [ui.top, number(row.top, 2)], [ui.five, number(row.five, 2)],
          [ui.zone, row.zone === null ? ui.unknown : row.zone ? ui.yes : ui.no]])),
        make("div", {}, make("h3", {}, ui.gaps), pairs([[ui.weakest, row.weakest || ui.unknown], [ui.offices, listed(row.offices)],
          [ui.leaves, listed(row.leaves)], [ui.lacking, listed(row.lacking)], [ui.evidence, listed(row.badges)],
          [ui.due, row.due || ui.unknown]]), make("h3", {}, ui.actions), make("div", {}, listed(row.actions)))),
      decide(row), make("h3", {}, ui.members), make("div", { class: "scroll" }, members));
  }

  // --- decisions ---

  function decide(row) {
    const said = standing.get(row.study + "\n" + row.id);
    const told = make("div", { class: "said", role: "status" });
    if (said) told.append(badge(page.choices[said.choice], said.choice), ` ${toldBy(said)} `, make("div", { class: "muted small" }, since(said)));
    const note = make("input", { name: "note", placeholder: ui.note, "aria-label": ui.note, maxlength: 400 });
    const name = make("input", { name: "name", placeholder: ui.name, "aria-label": ui.name, value: page.user || state.name || "", size: 10 });
    const day = make("input", { name: "date", type: "date", "aria-label": ui.date, value: state.day || "" });
    const offered = Object.entries(page.choices).filter(([c]) => c !== "reopen" || said);
    const buttons = offered.map(([choice, label]) => make("button", { type: "button", "data-choice": choice,
      onclick: async () => {
        const problem = await take(row, choice, note.value.trim(), name.value.trim(), day.value);
        if (problem) told.replaceChildren(make("b", { class: "down" }, problem)); else refresh();
      } }, label));
    return make("div", { class: "decide" }, make("b", {}, ui.decide), told,
      make("div", { class: "line" }, ...(page.mode === "desk" ? [] : [name, day]), note, ...buttons));
  }
  async function take(row, choice, note, name, day) {
    return page.mode === "desk" ? post(row, choice, note) : keep(row, choice, note, name, day);
  }
  async function post(row, choice, note) {
    let answer, told;
    try {
      answer = await fetch(`/picks/${encodeURIComponent(row.study)}/decisions`, { method: "POST", credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-Patnav-Token": page.token },
        body: JSON.stringify({ portfolio_id: row.id, choice, note }) });
      told = await answer.json();
    } catch (error) {
      return ui.failed + error.message;
    }
    if (!answer.ok) return ui.failed + told.error;
    takeStanding(row.study, told.standing);
    return null;
  }
  function keep(row, choice, note, name, day) {
    if (!name || !day) return ui.need_name;
    Object.assign(state, { name, day });
    state.pending.push({ study: row.study, portfolio_id: row.id, decision: choice, name, date: day, note, label: `${row.owner} · ${row.technology}`,
      cut_off: row.as_of, score: row.score, rank: row.rank, class: row.class, members: row.ids, active: row.alive });
    const now = { id: row.id, choice, by: name, on: day, note, label: "", standing: "candidate", score: [row.score, row.score],
      rank: [row.rank, row.rank], class: [null, null], entered: 0, left: 0, ended: 0, study: row.study };
    const key = row.study + "\n" + row.id;
    if (choice === "reopen") standing.delete(key); else standing.set(key, now);
    return null;
  }

  // --- export ---

  const safe = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    const plain = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  // Excel reads Chinese in a CSV only after a byte-order mark.
  const sheet = (lines) => "\ufeff" + lines.map((cells) => cells.map(safe).join(",")).join("\r\n") + "\r\n";
  function save(name, text) {
    const link = make("a", { download: name, href: URL.createObjectURL(new Blob([text], { type: "text/csv" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
  function listing() {
    const head = [ui.industry, ui.kind, ui.rank, ui.base, ui.owner, ui.technology, ui.class, ui.score, ...dimensions.map(([, l]) => l),
      ui.interval, ui.top, ui.families, ui.active, ui.granted, ui.evidence, ui.offices, ui.leaves, ui.lacking, ui.actions, ui.due,
      ui.decision, ui.name, ui.date, ui.note, "portfolio_id"];
    const body = inOrder(chosen()).map((r) => {
      const said = standing.get(r.study + "\n" + r.id);
      return [r.industry, codes.kinds[r.kind], r.rank_now, r.rank, r.owner, r.technology, codes.classes[r.class],
        Number.isNaN(r.score_now) ? null : r.score_now, ...r.points, r.low === null ? null : `${r.low}–${r.high}`, r.top, r.families, r.active, r.granted,
        r.badges.join("; "), r.offices.join("; "), r.leaves.join("; "), r.lacking.join("; "), r.actions.join("; "), r.due,
        said ? page.choices[said.choice] : "", said ? said.by : "", said ? said.on : "", said ? said.note : "", r.id];
    });
    return sheet([head, ...body]);
  }
  field("csv").addEventListener("click", () => save("portfolios.csv", listing()));
  const HEADINGS = ["study", "portfolio_id", "decision", "name", "date", "note", "label", "cut_off", "score", "rank", "class", "members", "active"];
  const pendingSheet = () => sheet([HEADINGS, ...state.pending.map((d) => HEADINGS.map((h) => d[h]))]);
  if (page.mode === "file") {
    field("download").addEventListener("click", () => {
      save("decisions.csv", pendingSheet());
      state.saved = state.pending.length;
      refresh();
    });
    addEventListener("beforeunload", (e) => { if (state.pending.length > (state.saved || 0)) e.preventDefault(); });
  } else {
    field("xlsx").addEventListener("click", () => {
      const query = new URLSearchParams({ weights: state.weights.join(" "), study: field("industry").value });
      location.assign(`/picks.xlsx?${query}`);
    });
  }

  // --- comparison ---

  function comparison() {
    const list = [...state.compared].map((key) => byKey.get(key));
    const lines = [
      [ui.industry, (r) => r.industry], [ui.class, (r) => codes.classes[r.class]],
      [ui.rank, (r) => `${number(r.rank_now)} · ${ui.base} ${number(r.rank)}`],
      [ui.score, (r) => number(r.score_now, 1)], [ui.interval, (r) => (r.low === null ? ui.unknown : `${r.low}–${r.high}`)], [ui.top, (r) => number(r.top, 2)],
      ...dimensions.map(([, label], i) => [label, (r) => bar("", r.points[i])]),
      ...codes.pillars.map(([, label], i) => [label, (r) => bar("", r.pillars[i])]),
      [ui.families, (r) => number(r.families)], [ui.active, (r) => number(r.active)], [ui.granted, (r) => number(r.granted)],
      [ui.highvalue, (r) => number(r.highvalue)], [ui.remaining, (r) => number(r.remaining, 1)],
      [ui.evidence, (r) => listed(r.badges)], [ui.offices, (r) => listed(r.offices)], [ui.leaves, (r) => listed(r.leaves)],
      [ui.lacking, (r) => listed(r.lacking)], [ui.actions, (r) => listed(r.actions)], [ui.due, (r) => r.due || ui.unknown],
      [ui.decision, (r) => { const said = standing.get(r.study + "\n" + r.id); return said ? toldBy(said) : ui.undecided; }],
    ];
    field("compared").replaceChildren(make("table", {},
      make("thead", {}, make("tr", {}, make("td"), ...list.map((r) => make("th", { scope: "col" }, r.owner, make("div", { class: "small muted" }, r.technology))))),
      make("tbody", {}, ...lines.map(([label, say]) => make("tr", {}, make("th", { scope: "row" }, label), ...list.map((r) => make("td", {}, say(r))))))));
    field("over").hidden = false;
    field("shut").focus();
  }
  field("compare").addEventListener("click", comparison);
  field("shut").addEventListener("click", () => { field("over").hidden = true; field("compare").focus(); });
  addEventListener("keydown", (e) => { if (e.key === "Escape") field("over").hidden = true; });

  // --- everything again ---

  function refresh() {
    rerank(rows, state.weights);
    const list = inOrder(chosen());
    for (const body of table.querySelectorAll("tbody")) body.remove();
    table.append(...list.slice(0, MOST).map(line));
    const weighs = state.weights.some((w) => w > 0);
    field("none").textContent = rows.length === 0 ? ui.no_candidates : list.length === 0 ? ui.no_rows : weighs ? "" : ui.no_weight;
    field("count").textContent = fill(ui.shown, { shown: list.length, count: rows.length }) + (list.length > MOST ? fill(ui.first, { count: MOST }) : "");
    field("compare").textContent = `${ui.compare} (${state.compared.size})`;
    field("compare").disabled = state.compared.size < 2;
    const gone = [...standing.values()].filter((s) => s.standing === "gone" || !byKey.has(s.study + "\n" + s.id));
    field("gone").hidden = gone.length === 0;
    field("gone-list").replaceChildren(...gone.map((s) => make("li", {}, badge(page.choices[s.choice], s.choice), ` ${s.label || s.id} · ${toldBy(s)} · ${page.standings[s.standing]}`)));
    if (page.mode === "file") {
      const open = state.pending.length - (state.saved || 0);
      field("download").disabled = state.pending.length === 0;
      field("pending").textContent = open > 0 ? fill(ui.pending, { count: open }) : "";
    }
  }
  refresh();
  globalThis.patnav = { weightedScore, rounded, ranks, rerank, rows, listing, pendingSheet };
})();
