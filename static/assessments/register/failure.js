/* Plays a failure along the time bar of the dependency map. A node's data-hit and data-relief are hours: when the failure reaches
   it, and when its alternative takes over; data-hit-state is 1 for reduced, 2 for stopped. */
(() => {
  const map = document.querySelector("[data-map]"), bar = document.querySelector("[data-time]");
  if (!map || !bar) return;
  const STEP_MS = 1000;
  const ICONS = ["check-circle", "exclamation-triangle-fill", "x-octagon-fill", "shuffle"];
  const WORDS = ["", "reduced", "stopped", "on its alternative"];
  const nodes = [...map.querySelectorAll(".node")];
  const ticks = [...document.querySelectorAll("[data-hours]")];
  const panel = document.querySelector("[data-now]");
  const edges = JSON.parse(document.getElementById("map-edges").textContent);
  const isFunction = (node) => node.id.startsWith("f-");
  const name = (node) => node.querySelector("b").textContent;
  let playing = null;

  const stateAt = ({ dataset }, hours) => {
    if (dataset.hit === undefined || hours < Number(dataset.hit)) return 0;
    return dataset.relief !== undefined && hours >= Number(dataset.relief) ? 3 : Number(dataset.hitState);
  };
  const show = (node, state) => {
    node.dataset.state = state;
    node.querySelector("[data-state-word]").textContent = state ? `, ${WORDS[state]}` : "";
    const use = node.querySelector("[data-icon] use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[state]}`));
  };
  const line = (text, note) => {
    const item = document.createElement("li"), small = document.createElement("small");
    small.textContent = note;
    item.append(text, small);
    return item;
  };
  /* What changes next: the first activities that the failure reaches, or whose alternative takes over, after this time. */
  const next = (hours) => {
    const later = ticks.find((tick) => Number(tick.dataset.hours) > hours
      && nodes.some((node) => isFunction(node) && stateAt(node, Number(tick.dataset.hours)) !== Number(node.dataset.state)));
    if (!later) return [];
    const at = Number(later.dataset.hours);
    return nodes.filter((node) => isFunction(node) && stateAt(node, at) !== Number(node.dataset.state))
      .map((node) => line(name(node), `${WORDS[stateAt(node, at)]} within ${later.dataset.words}`));
  };
  const showTime = () => {
    const tick = ticks[Number(bar.value)], hours = Number(tick.dataset.hours);
    ticks.forEach((one) => one.classList.toggle("is-now", one === tick));
    bar.setAttribute("aria-valuetext", tick.dataset.words);
    nodes.filter((node) => !node.id.startsWith("c-")).forEach((node) => show(node, stateAt(node, hours)));
    const inUse = new Set(edges.filter(([, to, kind]) => kind === "fallback" && document.getElementById(to).dataset.state === "3")
      .map(([from]) => from));
    nodes.filter((node) => node.id.startsWith("c-")).forEach((node) => show(node, inUse.has(node.id) ? 3 : 0));
    const hit = nodes.filter((node) => isFunction(node) && node.dataset.state !== "0");
    panel.querySelector("[data-now-title]").textContent = hours ? `After ${tick.dataset.words}` : "At once";
    const now = hit.map((node) => line(name(node), WORDS[Number(node.dataset.state)]));
    panel.querySelector("[data-now-list]").replaceChildren(...(now.length ? now : [line("Every activity works", "")]));
    const coming = next(hours);
    panel.querySelector("[data-next]").hidden = !coming.length;
    panel.querySelector("[data-next-list]").replaceChildren(...coming);
    map.dispatchEvent(new Event("states-changed"));
  };

  const stop = () => { clearInterval(playing); playing = null; };
  const play = () => {
    if (playing) { stop(); return; }
    if (bar.value === bar.max) bar.value = 0;
    showTime();
    playing = setInterval(() => {
      bar.value = Number(bar.value) + 1;
      showTime();
      if (bar.value === bar.max) stop();
    }, STEP_MS);
  };
  bar.addEventListener("input", () => { stop(); showTime(); });
  document.querySelector("[data-play]").addEventListener("click", play);
  bar.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); play(); } });
  showTime();
})();
