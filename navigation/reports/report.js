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
  const safe = (text) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? "'" + text : text);
  const quoted = (texts) => texts.map((text) => `"${safe(String(text)).replace(/"/g, '""')}"`).join(",");
  const csv = (table) => {
    return "\ufeff" + [...table.rows].map((row) => quoted([...row.cells].map((c) => c.textContent.trim()))).join("\r\n") + "\r\n";
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
  const bytesOf = (text) => Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const point = (name) => {
    const row = [...document.querySelectorAll("tr[data-receipt]")].find((r) => r.dataset.receipt === name);
    if (!row) return;
    row.closest("details").open = true;
    for (const other of document.querySelectorAll("tr.pointed")) other.classList.remove("pointed");
    row.classList.add("pointed");
    row.scrollIntoView({ block: "center" });
  };
  const dialog = document.getElementById("families");
  const most = 200;
  const asked = { data: null, set: null, bit: 0, key: null, down: false, name: "families" };
  const unpack = async () => {
    const packed = new Blob([bytesOf(document.getElementById("register").textContent)]);
    const plain = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).json();
    plain.owner = plain.owner.map((i) => plain.owners[i] ?? "");
    plain.status = plain.status.map((i) => plain.statuses[i] ?? "");
    plain.text = plain.number.map((n, i) => [n, plain.others[i], plain.title[i], plain.owner[i]].join(" ").toLowerCase());
    return plain;
  };
  const chosen = () => {
    const data = asked.data;
    let at = 0;
    let places = asked.set === null ? data.number.map((_, i) => i) : data.sets[asked.set].split(",").map((s) => (at += Number(s)));
    if (asked.bit) places = places.filter((i) => data.bits[i] & asked.bit);
    const wanted = dialog.querySelector("input").value.trim().toLowerCase().split(/\s+/);
    places = places.filter((i) => wanted.every((part) => data.text[i].includes(part)));
    if (asked.key) {
      const values = data[asked.key];
      const empty = (v) => v === null || v === "" || v === "—";
      const order = (a, b) => (empty(a) || empty(b) ? Number(empty(a)) - Number(empty(b)) : (asked.down ? -1 : 1) * compare(a, b));
      places.sort((a, b) => order(values[a], values[b]));
    }
    return places;
  };
  const columns = ["number", "title", "owner", "year", "status", "score"];
  const list = () => {
    const places = chosen();
    const body = dialog.querySelector("tbody");
    body.replaceChildren(...places.slice(0, most).map((i) => {
      const row = document.createElement("tr");
      for (const key of columns) {
        const cell = row.insertCell();
        cell.className = key === "year" || key === "score" ? "num" : "";
        const value = asked.data[key][i];
        const text = document.createElement("bdi");
        text.textContent = value === null || value === "" ? "—" : key === "score" ? value.toFixed(1) : value;
        cell.append(text);
      }
      return row;
    }));
    const found = dialog.querySelector(".found");
    const many = places.length.toLocaleString("en", { useGrouping: !zh || places.length >= 10000 });
    found.textContent = `${many} ${found.dataset.found}` +
      (places.length > most ? found.dataset.shown.replace("{count}", most) : "");
    dialog.querySelector(".all").hidden = asked.set === null;
  };
  const show = async (set, said, { bit = 0, name = "families", receipt = null } = {}) => {
    const found = dialog.querySelector(".found");
    Object.assign(asked, { set, bit, name });
    const origin = dialog.querySelector(".origin");
    origin.textContent = said;
    if (receipt) {
      const link = document.createElement("button");
      link.type = "button";
      link.className = "receipt";
      link.textContent = receipt;
      link.addEventListener("click", () => { dialog.close(); point(name); });
      origin.append(" ", link);
    }
    dialog.querySelector("input").value = found.textContent = "";
    if (!dialog.open) dialog.showModal();
    if (!window.DecompressionStream) { found.textContent = found.dataset.old; return; }
    asked.data ??= await unpack();
    list();
  };
  if (dialog) {
    dialog.querySelector("input").addEventListener("input", list);
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.querySelector(".all").addEventListener("click", () => show(null, ""));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    for (const head of dialog.querySelectorAll("th")) {
      head.firstChild.addEventListener("click", () => {
        asked.down = asked.key === head.dataset.key && !asked.down;
        asked.key = head.dataset.key;
        for (const other of dialog.querySelectorAll("th")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", asked.down ? "descending" : "ascending");
        list();
      });
    }
    dialog.querySelector(".csv").addEventListener("click", () => {
      const heads = [...dialog.querySelectorAll("th")].map((h) => h.textContent);
      const rows = chosen().map((i) => columns.map((key) => asked.data[key][i] ?? ""));
      save(asked.name, "\ufeff" + [heads, ...rows].map(quoted).join("\r\n") + "\r\n");
    });
    document.getElementById("seek").addEventListener("click", () => show(null, ""));
  }
  const openFact = (fact) => {
    if (!dialog || fact.dataset.set === undefined) return point(fact.dataset.fact);
    show(Number(fact.dataset.set), fact.textContent, { name: fact.dataset.fact, receipt: fact.title });
  };
  const openRow = (row, cell) => {
    const figure = row.closest("figure");
    const head = cell && row.closest("table").tHead.rows[0].cells[cell.cellIndex];
    const said = [figure.querySelector("figcaption").textContent.trim(), row.cells[0].textContent.trim()];
    if (head) said.push(`${head.textContent.trim()} ${cell.textContent.trim()}`);
    show(Number(row.dataset.set), said.join(" · "), { bit: Number(head?.dataset.bit ?? 0), name: figure.id });
  };
  const acted = (target) => {
    const fact = target.closest("data.fact");
    if (fact) return openFact(fact), true;
    const cell = target.closest("tr[data-set] > td.num");
    if (cell) return openRow(cell.parentElement, cell), true;
    const row = rowOf(target.closest("[data-row]"));
    if (row) return openRow(row, null), true;
    return false;
  };
  const held = new Map([...document.querySelectorAll("figure")].map((f) => [f, [...(f.querySelector("tbody")?.rows ?? [])]]));
  const rowOf = (mark) => {
    const row = mark && held.get(mark.closest("figure"))?.[Number(mark.dataset.row)];
    return row?.dataset.set === undefined ? null : row;
  };
  if (dialog) {
    for (const row of document.querySelectorAll("tr[data-set]")) row.querySelector("td.num")?.setAttribute("tabindex", "0");
    for (const mark of document.querySelectorAll("figure [data-row]")) if (rowOf(mark)) mark.classList.add("leads");
  }
  document.addEventListener("click", (event) => acted(event.target));
  document.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("data.fact, td.num") && acted(event.target)) event.preventDefault();
  });
  for (const link of document.querySelectorAll("a.tongue")) {
    // The other language opens at the section that is being read.
    link.addEventListener("click", () => {
      const read = [...document.querySelectorAll("main > section")].filter((s) => s.getBoundingClientRect().top < 120).pop();
      link.hash = read ? read.id : "";
    });
  }
  const numbers = (text) => {
    const bytes = bytesOf(text);
    const view = new DataView(bytes.buffer);
    return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true));
  };
  for (const box of document.querySelectorAll(".map")) {
    const data = JSON.parse(document.getElementById(box.dataset.map).textContent);
    const [xs, ys, kinds, region] = [data.x, data.y, data.k, data.region].map(numbers);
    const years = data.year ? numbers(data.year) : null;
    const owned = data.o ? numbers(data.o) : null;
    const canvas = box.querySelector("canvas");
    const sheet = box.querySelector("svg");
    const tip = box.querySelector(".tip");
    const tools = box.parentElement.querySelector(".maptools");
    const list = box.parentElement.querySelector(".spotlist");
    const [width, height] = [canvas.width, canvas.height];
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    const chosen = { colour: "cluster", until: data.years?.[1], owner: 0 };
    const view = { x: 0, y: 0, zoom: 1 };
    const isOpen = (i) => !years || chosen.until === data.years[1] || (years[i] > 0 && years[i] <= chosen.until);
    const shades = ["#d9e6f2", "#a9c9e4", "#6fa3cf", "#3a78b0", "#0e467a"];
    const ofYear = (year) => {
      const [low, high] = data.years;
      return year ? shades[Math.min(4, Math.floor((5 * (year - low)) / (high - low + 1)))] : "#b6c2cf";
    };
    const ofCluster = () => (chosen.colour === "growth" ? data.growth : data.colours);
    const colour = (i) => (chosen.colour === "year" ? ofYear(years[i]) : ofCluster()[kinds[i]]);
    const dots = (test, paint, radius, alpha) => {
      const groups = new Map();
      for (let i = 0; i < xs.length; i++) {
        if (!test(i)) continue;
        const fill = paint(i);
        if (!groups.has(fill)) groups.set(fill, []);
        groups.get(fill).push(i);
      }
      pen.globalAlpha = alpha;
      const size = radius / Math.sqrt(view.zoom);
      for (const [fill, points] of groups) {
        pen.fillStyle = fill;
        pen.beginPath();
        for (const i of points) {
          const [x, y] = [(xs[i] / 65535) * width, (ys[i] / 65535) * height];
          pen.moveTo(x + size, y);
          pen.arc(x, y, size, 0, 6.2832);
        }
        pen.fill();
      }
    };
    const draw = () => {
      const far = scale * view.zoom;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.setTransform(far, 0, 0, far, -view.x * far, -view.y * far);
      pen.globalAlpha = 0.13;
      const [wide, tall] = [width / data.across, height / data.down];
      for (let i = 0; i < region.length && chosen.colour !== "year"; i++) {
        if (!region[i]) continue;
        pen.fillStyle = ofCluster()[region[i] - 1];
        pen.fillRect((i % data.across) * wide, Math.floor(i / data.across) * tall, wide, tall);
      }
      const radius = xs.length > 20000 ? 1.1 : xs.length > 3000 ? 1.8 : 3;
      const alpha = xs.length > 20000 ? 0.45 : xs.length > 3000 ? 0.55 : 0.7;
      if (!chosen.owner) return dots(isOpen, colour, radius, alpha);
      dots((i) => isOpen(i) && owned[i] !== chosen.owner, () => "#b6c2cf", radius, alpha / 2);
      dots((i) => isOpen(i) && owned[i] === chosen.owner, () => "#c8550b", Math.max(2.6, radius * 1.3), 0.95);
    };
    const settle = () => {
      view.x = Math.max(0, Math.min(width - width / view.zoom, view.x));
      view.y = Math.max(0, Math.min(height - height / view.zoom, view.y));
      sheet.setAttribute("viewBox", `${view.x} ${view.y} ${width / view.zoom} ${height / view.zoom}`);
      for (const text of sheet.querySelectorAll("text")) {
        text.dataset.size ??= text.getAttribute("font-size") || "12";
        text.setAttribute("font-size", Number(text.dataset.size) / view.zoom);
        if (text.hasAttribute("stroke-width")) text.setAttribute("stroke-width", 3 / view.zoom);
      }
      draw();
    };
    const place = (event) => {
      const area = canvas.getBoundingClientRect();
      return [event.clientX - area.left, event.clientY - area.top, area];
    };
    for (const tool of tools.querySelectorAll("[data-act]")) {
      const act = tool.dataset.act;
      tool.addEventListener(act === "until" ? "input" : act === "whole" ? "click" : "change", () => {
        if (act === "whole") Object.assign(view, { x: 0, y: 0, zoom: 1 });
        else if (act === "spots") {
          sheet.querySelector(".spots")?.setAttribute("visibility", tool.checked ? "visible" : "hidden");
          if (list) list.hidden = !tool.checked;
        } else chosen[act] = act === "colour" ? tool.value : Number(tool.value);
        if (act === "until") tool.nextElementSibling.textContent = tool.value;
        settle();
      });
    }
    // The wheel scrolls the page on, unless it zooms in or the map is zoomed already.
    canvas.addEventListener("wheel", (event) => {
      if (view.zoom === 1 && (event.deltaY > 0 || !(event.ctrlKey || event.altKey))) return;
      event.preventDefault();
      const [left, top, area] = place(event);
      const zoom = Math.max(1, Math.min(24, view.zoom * Math.exp(-event.deltaY / 400)));
      view.x += (left / area.width) * width * (1 / view.zoom - 1 / zoom);
      view.y += (top / area.height) * height * (1 / view.zoom - 1 / zoom);
      view.zoom = zoom;
      settle();
    }, { passive: false });
    canvas.addEventListener("dblclick", (event) => {
      const [left, top, area] = place(event);
      const zoom = Math.min(24, view.zoom * 2);
      view.x += (left / area.width) * width * (1 / view.zoom - 1 / zoom);
      view.y += (top / area.height) * height * (1 / view.zoom - 1 / zoom);
      view.zoom = zoom;
      settle();
    });
    let held = null;
    canvas.addEventListener("mousedown", (event) => { held = [event.clientX, event.clientY]; });
    window.addEventListener("mouseup", () => { held = null; });
    canvas.addEventListener("mousemove", (event) => {
      const [left, top, area] = place(event);
      if (held) {
        view.x -= ((event.clientX - held[0]) / area.width) * (width / view.zoom);
        view.y -= ((event.clientY - held[1]) / area.height) * (height / view.zoom);
        held = [event.clientX, event.clientY];
        settle();
      }
      const x = ((view.x + ((left / area.width) * width) / view.zoom) / width) * 65535;
      const y = ((view.y + ((top / area.height) * height) / view.zoom) / height) * 65535;
      const stretch = height / width;
      let [best, nearest] = [-1, ((8 / width / view.zoom) * 65535) ** 2];
      for (let i = 0; i < xs.length; i++) {
        const away = (xs[i] - x) ** 2 + ((ys[i] - y) * stretch) ** 2;
        if (away < nearest && isOpen(i)) [best, nearest] = [i, away];
      }
      tip.hidden = best < 0;
      if (best < 0) return;
      const about = [data.titles[best] || "—", data.names[kinds[best]]];
      if (owned && owned[best]) about.push(data.owners[owned[best] - 1]);
      if (years && years[best]) about.push(years[best]);
      tip.textContent = about.join(" · ");
      tip.style.left = `${Math.min(left + 12, area.width - 350)}px`;
      tip.style.top = `${top + 14}px`;
    });
    canvas.addEventListener("mouseleave", () => { tip.hidden = true; });
    draw();
  }
})();
