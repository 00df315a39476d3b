/* What every page has: the theme switch, menus that close again, keys for people who know their way, signing out cleanly. */
(() => {
  const KEYS = { o: "overview", f: "functions", d: "map", q: "questionnaire", s: "scores", m: "mitigation", p: "plan" };
  const OFF = "shortcuts-off";
  const root = document.documentElement;
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  /* Menus are <details>: they open without a script; here they close on Escape, on a click elsewhere, one by the other. */
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.closest("[data-theme-toggle]")) window.switchTheme();
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  });
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest?.("details.menu[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });

  /* Answers that wait to be sent belong to whoever typed them: they go with the person. */
  const forgetQueue = (keep) => {
    try {
      Object.keys(localStorage)
        .filter((key) => key.startsWith("ballast-queue:") && key !== keep)
        .forEach((key) => localStorage.removeItem(key));
    } catch { /* nothing is stored, so nothing is left */ }
  };
  if (root.dataset.user) forgetQueue(`ballast-queue:${root.dataset.user}`);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-signs-out]")) forgetQueue("");
  });

  /* An error summary takes the focus once the page is there. */
  document.getElementById("error-summary")?.focus();

  const isField = (element) => element.closest?.("input, select, textarea, [contenteditable], dialog[open]");
  let afterG = false;
  const go = (key) => document.querySelector(`[data-place="${KEYS[key]}"]`)?.click();
  const actions = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => document.getElementById("shortcuts")?.showModal(),
    t: () => window.switchTheme(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || stored(OFF)) return;
    if (afterG && KEYS[event.key]) { event.preventDefault(); go(event.key); }
    else if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
    afterG = event.key === "g";
  });

  const shortcutSwitch = document.querySelector("[data-shortcut-switch]");
  if (shortcutSwitch) {
    shortcutSwitch.checked = !stored(OFF);
    shortcutSwitch.addEventListener("change", () => {
      try {
        if (shortcutSwitch.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
      } catch { /* the choice cannot be kept on this device */ }
    });
  }
})();
