/* The dependency map: draws the edges and shows the details of what is chosen. Edges are [from, to, kind] in #map-edges. failure.js
   plays a failure and sends "states-changed". Without these scripts the page shows the same as a table. */
(() => {
  const map = document.querySelector("[data-map]");
  if (!map) return;
  const SVG = "http://www.w3.org/2000/svg";
  const drawing = map.querySelector("svg.map-edges");
  const nodes = [...map.querySelectorAll(".node")];
  const byId = Object.fromEntries(nodes.map((node) => [node.id, node]));
  const edges = JSON.parse(document.getElementById("map-edges").textContent);
  const cards = [...document.querySelectorAll("[data-card]")];
  const hint = document.querySelector("[data-hint]");
  const panel = document.querySelector("[data-panel]");
  const sheet = document.querySelector("[data-sheet]");
  const narrow = matchMedia("(max-width: 991.98px)");
  let chosen = "";

  /* Everything that fails with a node, or that it stands on: along the needs, both ways. */
  const kin = (id) => {
    const found = new Set([id]);
    const walk = (start, from, to) => {
      const open = [start], seen = new Set([start]);
      while (open.length) {
        const here = open.pop();
        edges.forEach((edge) => {
          if (edge[2] !== "needs" || edge[from] !== here || seen.has(edge[to])) return;
          seen.add(edge[to]);
          found.add(edge[to]);
          open.push(edge[to]);
        });
      }
    };
    walk(id, 0, 1);
    walk(id, 1, 0);
    edges.forEach(([from, to, kind]) => { if (kind === "fallback" && (from === id || to === id)) found.add(from).add(to); });
    return found;
  };

  const isThere = (node) => node.offsetParent !== null;
  const kindOf = (from, to, kind, lit) => {
    if (kind === "fallback") {
      const isUsed = byId[to].dataset.state === "3" || (lit && lit.has(from) && lit.has(to));
      return isUsed ? "fall" : "off";
    }
    if (lit && lit.has(from) && lit.has(to)) return "hot";
    const [here, there] = [byId[from].dataset.state, byId[to].dataset.state];
    if (there !== "1" && there !== "2") return "";
    return here === "2" ? "hot" : here === "1" ? "warm" : "";
  };
  const draw = () => {
    const box = map.getBoundingClientRect();
    const lit = chosen ? kin(chosen) : null;
    drawing.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    drawing.replaceChildren();
    edges.forEach(([from, to, kind]) => {
      const [start, end] = [byId[from], byId[to]];
      if (!start || !end || !isThere(start) || !isThere(end)) return;
      const [a, b] = [start.getBoundingClientRect(), end.getBoundingClientRect()];
      const [x1, x2] = [a.right - box.left, b.left - box.left];
      const [y1, y2] = [a.top + a.height / 2 - box.top, b.top + b.height / 2 - box.top];
      const bend = (x2 - x1) / 2;
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", `M${x1},${y1}C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`);
      const look = kindOf(from, to, kind, lit);
      path.setAttribute("class", lit && !(lit.has(from) && lit.has(to)) ? "dim" : look);
      if (look && look !== "off") drawing.append(path); else drawing.prepend(path);
    });
    nodes.forEach((node) => node.classList.toggle("is-dim", Boolean(lit) && !lit.has(node.id)));
  };

  /* The chosen card stands in the panel, or, on a narrow screen, in a sheet behind which nothing can be reached. */
  const place = () => {
    const card = narrow.matches ? cards.find((one) => one.id === `card-${chosen}`) : null;
    panel.append(...[...sheet.children].filter((one) => one !== card));
    if (!card) { sheet.close(); return; }
    sheet.append(card);
    sheet.setAttribute("aria-labelledby", `${card.id}-h`);
    sheet.scrollTop = 0;
    if (!sheet.open) sheet.showModal();
  };
  const choose = (id) => {
    chosen = id === chosen ? "" : id;
    nodes.forEach((node) => node.setAttribute("aria-pressed", String(node.id === chosen)));
    cards.forEach((card) => { card.hidden = card.id !== `card-${chosen}`; });
    if (hint) hint.hidden = Boolean(chosen);
    place();
    draw();
  };

  const leave = () => {
    const node = byId[chosen];
    if (!node) return;
    choose(chosen);
    node.focus();
  };

  nodes.forEach((node) => node.addEventListener("click", () => choose(node.id)));
  document.addEventListener("click", (event) => {
    const goes = event.target.closest("[data-goes]");
    if (goes && byId[goes.dataset.goes]) {
      event.preventDefault();
      const target = byId[goes.dataset.goes];
      const more = target.closest("[data-more]");
      if (more) more.open = true;
      choose(target.id);
      (sheet.open ? sheet.querySelector("[data-close]") : target).focus();
    }
    if (event.target === sheet || event.target.closest("[data-close]")) leave();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
  sheet.addEventListener("close", () => { if (sheet.firstElementChild) leave(); });
  narrow.addEventListener("change", place);
  document.querySelectorAll("[data-more]").forEach((more) => more.addEventListener("toggle", draw));
  new ResizeObserver(draw).observe(map);
  map.addEventListener("states-changed", draw);
  document.addEventListener("themechange", draw);
  document.fonts?.ready.then(draw);
  if (byId[map.dataset.worst] && !narrow.matches) choose(map.dataset.worst); else draw();
})();
