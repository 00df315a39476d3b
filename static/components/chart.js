/* Draws the charts of a page. A figure is JSON with token names in place of colours ("@ember" is --ds-ember), from the element that
   data-figure names or from the address in data-url; it is drawn when near the window, and again on a change of theme and for print.
   A chart that is drawn has data-ready; one that cannot be drawn shows its table and a sentence. */
(() => {
  const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false, scrollZoom: false };
  const PRINTED_PX = 640;  // 170 mm
  const figures = new WeakMap();
  const charts = [...document.querySelectorAll("[data-chart]")];

  const dressed = (figure) => {
    const style = getComputedStyle(document.documentElement);
    const dress = (value) => {
      if (typeof value === "string" && value.startsWith("@")) return style.getPropertyValue(`--ds-${value.slice(1)}`).trim() || value;
      if (Array.isArray(value)) return value.map(dress);
      if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, dress(one)]));
      return value;
    };
    return dress(figure);
  };
  /* A figure may hold other values for narrow screens, under "narrow": they are laid over the layout. */
  const merged = (under, over) => {
    if (!over || typeof over !== "object" || Array.isArray(over)) return over;
    const both = { ...(under && typeof under === "object" && !Array.isArray(under) ? under : {}) };
    Object.entries(over).forEach(([key, value]) => { both[key] = merged(both[key], value); });
    return both;
  };
  const load = async (chart) => {
    if (!figures.has(chart)) {
      if (chart.dataset.url) {
        const response = await fetch(chart.dataset.url, { headers: { Accept: "application/json" } });
        if (!response.ok) throw new Error(`${chart.dataset.url}: ${response.status}`);
        figures.set(chart, await response.json());
      } else figures.set(chart, JSON.parse(document.getElementById(chart.dataset.figure).textContent));
    }
    return figures.get(chart);
  };

  const table = (chart) => document.getElementById(`${chart.id}-table`);
  const openTable = (chart, isOpen) => {
    table(chart)?.classList.toggle("is-open", isOpen);
    const button = document.querySelector(`[data-shows="${chart.id}-table"]`);
    if (!button) return;
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen ? "Hide table" : "Show table";
  };
  const fail = (chart) => {
    chart.classList.add("is-broken");
    document.getElementById(`${chart.id}-error`).hidden = false;
    openTable(chart, true);
  };
  const isNarrow = (chart) => chart.clientWidth < 560;
  const figureFor = (chart, figure) => {
    const { data, layout, narrow } = dressed(figure);
    if (document.documentElement.classList.contains("prints")) return { data, layout: { ...layout, width: PRINTED_PX } };
    return { data, layout: isNarrow(chart) ? merged(layout, narrow) : layout };
  };
  const paint = (chart, figure) => {
    const { data, layout } = figureFor(chart, figure);
    return window.Plotly.react(chart, data, layout, CONFIG).then(() => {
      chart.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
      chart.classList.remove("skeleton");
      chart.dataset.ready = "";
    });
  };
  const draw = async (chart) => {
    try { await paint(chart, await load(chart)); } catch (error) { fail(chart); }
  };
  const redraw = () => charts.forEach((chart) => { if (chart.dataset.ready !== undefined) paint(chart, figures.get(chart)); });

  const near = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    near.unobserve(entry.target);
    draw(entry.target);
  }), { rootMargin: "400px" });
  if (window.Plotly) charts.forEach((chart) => near.observe(chart));
  else charts.forEach(fail);

  document.addEventListener("themechange", redraw);
  let wasNarrow = innerWidth < 768;
  addEventListener("resize", () => {
    if (wasNarrow === innerWidth < 768) return;
    wasNarrow = !wasNarrow;
    redraw();
  });

  document.addEventListener("click", (event) => {
    const shows = event.target.closest("[data-shows]");
    if (shows) {
      const chart = document.getElementById(shows.dataset.shows.replace(/-table$/, ""));
      openTable(chart, shows.getAttribute("aria-expanded") !== "true");
    }
    const saves = event.target.closest("[data-saves]");
    if (saves) {
      const chart = document.getElementById(saves.dataset.saves);
      if (chart.dataset.ready === undefined) return;
      const { data, layout } = figureFor(chart, figures.get(chart));
      const picture = { data, layout: { ...layout, paper_bgcolor: dressed("@surface") } };
      window.Plotly.downloadImage(picture, { format: "png", scale: 2, width: chart.clientWidth, height: chart.clientHeight, filename: chart.id });
    }
  });
})();
