"use strict";
(() => {
  const zh = document.documentElement.lang.startsWith("zh");
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    const raw = cell.dataset.sort ?? cell.textContent.trim();
    if (raw === "—" || raw === "") return null;
    const number = Number(raw.replace(/,/g, ""));
    return (cell.classList.contains("num") || cell.dataset.sort !== undefined) && !Number.isNaN(number) ? number : raw;
  };
  const compare = (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), zh ? "zh" : "en");
  };
  const sort = (table, column) => {
    const head = table.tHead.rows[0].cells[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [keyOf(row, column), row]);
    rows.sort(([a], [b]) => (a === null || b === null ? compare(a, b) : down ? compare(b, a) : compare(a, b)));
    body.append(...rows.map(([, row]) => row));
  };
  const csv = (table) => {
    const safe = (text) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? "'" + text : text);
    const line = (cells) => [...cells].map((c) => `"${safe(c.textContent.trim()).replace(/"/g, '""')}"`).join(",");
    return "\ufeff" + [...table.rows].map((row) => line(row.cells)).join("\r\n") + "\r\n";
  };
  const save = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = name + ".csv";
    link.click();
    URL.revokeObjectURL(link.href);
  };
  for (const table of document.querySelectorAll("figure table")) {
    [...table.tHead.rows[0].cells].forEach((head, i) => head.querySelector("button").addEventListener("click", () => sort(table, i)));
    const tools = document.createElement("div");
    tools.className = "tools";
    if (table.dataset.search) {
      const box = document.createElement("input");
      const found = document.createElement("span");
      box.type = "search";
      box.placeholder = table.dataset.search;
      box.setAttribute("aria-label", table.dataset.search);
      box.addEventListener("input", () => {
        const wanted = box.value.trim().toLowerCase().split(/\s+/);
        let shown = 0;
        for (const row of table.tBodies[0].rows) {
          const text = row.textContent.toLowerCase();
          row.hidden = !wanted.every((part) => text.includes(part));
          shown += row.hidden ? 0 : 1;
        }
        found.textContent = `${shown} ${table.dataset.found}`;
      });
      tools.append(box, found);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "CSV";
    button.addEventListener("click", () => save(table.closest("figure").id, csv(table)));
    tools.append(button);
    table.closest(".scroll").before(tools);
  }
  const point = (fact) => {
    const row = [...document.querySelectorAll("tr[data-receipt]")].find((r) => r.dataset.receipt === fact.dataset.fact);
    if (!row) return;
    row.closest("details").open = true;
    for (const other of document.querySelectorAll("tr.pointed")) other.classList.remove("pointed");
    row.classList.add("pointed");
    row.scrollIntoView({ block: "center" });
  };
  for (const fact of document.querySelectorAll("data.fact")) {
    fact.addEventListener("click", () => point(fact));
    fact.addEventListener("keydown", (event) => event.key === "Enter" && point(fact));
  }
  const numbers = (text) => {
    const raw = atob(text);
    const bytes = Uint8Array.from(raw, (c) => c.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true));
  };
  for (const box of document.querySelectorAll(".map")) {
    const data = JSON.parse(document.getElementById(box.dataset.map).textContent);
    const [xs, ys, kinds] = [data.x, data.y, data.k].map(numbers);
    const canvas = box.querySelector("canvas");
    const tip = box.querySelector(".tip");
    const [width, height] = [canvas.width, canvas.height];
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.globalAlpha = xs.length > 20000 ? 0.35 : xs.length > 3000 ? 0.5 : 0.7;
    const radius = xs.length > 20000 ? 1.1 : xs.length > 3000 ? 1.8 : 3;
    for (let kind = 0; kind < data.colours.length; kind++) {
      pen.fillStyle = data.colours[kind];
      pen.beginPath();
      for (let i = 0; i < xs.length; i++) {
        if (kinds[i] !== kind) continue;
        const [x, y] = [(xs[i] / 65535) * width, (ys[i] / 65535) * height];
        pen.moveTo(x + radius, y);
        pen.arc(x, y, radius, 0, 6.2832);
      }
      pen.fill();
    }
    canvas.addEventListener("mousemove", (event) => {
      const area = canvas.getBoundingClientRect();
      const x = ((event.clientX - area.left) / area.width) * 65535;
      const y = ((event.clientY - area.top) / area.height) * 65535;
      const stretch = height / width;
      let [best, nearest] = [-1, (8 / width * 65535) ** 2];
      for (let i = 0; i < xs.length; i++) {
        const away = (xs[i] - x) ** 2 + ((ys[i] - y) * stretch) ** 2;
        if (away < nearest) [best, nearest] = [i, away];
      }
      tip.hidden = best < 0;
      if (best < 0) return;
      tip.textContent = `${data.titles[best] || "—"} · ${data.names[kinds[best]]}`;
      const left = event.clientX - area.left;
      tip.style.left = `${Math.min(left + 12, area.width - 350)}px`;
      tip.style.top = `${event.clientY - area.top + 14}px`;
    });
    canvas.addEventListener("mouseleave", () => { tip.hidden = true; });
  }
})();
