/* Runs before the first paint, so that no page flashes in the wrong theme: the stored choice, else the system's.
   Print is always light (class "prints"); charts redraw on "themechange". The class "js" lets styles hide what needs a script. */
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch { /* storage is switched off: the system decides */ }

  const show = (theme) => {
    root.setAttribute("data-bs-theme", theme);
    document.dispatchEvent(new Event("themechange"));
  };
  const preferred = () => chosen || (system.matches ? "dark" : "light");

  window.switchTheme = () => {
    chosen = preferred() === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", chosen); } catch { /* it holds for this page only */ }
    show(chosen);
  };

  root.classList.add("js");
  show(preferred());
  system.addEventListener("change", () => show(preferred()));
  addEventListener("storage", (event) => {
    if (event.key !== "theme") return;
    chosen = event.newValue;
    show(preferred());
  });
  addEventListener("beforeprint", () => { root.classList.add("prints"); show("light"); });
  addEventListener("afterprint", () => { root.classList.remove("prints"); show(preferred()); });
})();
