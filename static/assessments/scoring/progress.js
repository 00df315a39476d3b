/* Asks how a calculation goes until it is finished, and then goes where its page leads. */
(() => {
  const place = document.querySelector("[data-progress]");
  const ASK_AGAIN_MS = 1500;
  const show = (text) => {
    const part = new DOMParser().parseFromString(text, "text/html");
    place.replaceChildren(...part.body.childNodes);
  };
  const ask = async () => {
    if (!place.querySelector("[data-waiting]")) return;
    try {
      const response = await fetch(location.href, { headers: { "HX-Request": "true" } });
      if (response.redirected) { location.replace(response.url); return; }
      if (response.ok) show(await response.text());
    } catch (error) { /* the connection is away for a moment: ask again */ }
    setTimeout(ask, ASK_AGAIN_MS);
  };
  setTimeout(ask, ASK_AGAIN_MS);
})();
