/* The list of files, asked for again while one of them is being made. Without a script a link does the same. */
(() => {
  const list = document.querySelector("[data-files]");
  if (!list) return;
  const PAUSE_MS = 1500;
  const isWaiting = () => Boolean(list.querySelector("[data-waiting]")?.dataset.waiting);
  const say = document.createElement("p");
  say.className = "visually-hidden";
  say.setAttribute("role", "status");
  list.after(say);
  const look = async () => {
    try {
      const answer = await fetch(list.dataset.url, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const after = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (after.textContent !== list.textContent) list.replaceChildren(...after.childNodes);
      if (!isWaiting()) { say.textContent = "The file is ready."; return; }
    } catch { /* the network is away: try again */ }
    setTimeout(look, PAUSE_MS);
  };
  if (isWaiting()) setTimeout(look, PAUSE_MS);
})();
