/* Beside the question: a first result, once there are answers enough for one. What cannot be loaded is simply not there. */
(() => {
  document.querySelectorAll("[data-fragment]").forEach(async (place) => {
    try {
      const response = await fetch(place.dataset.fragment, { headers: { "HX-Request": "true" } });
      if (!response.ok) return;
      const read = new DOMParser().parseFromString(await response.text(), "text/html");
      place.replaceChildren(...read.body.childNodes);
      place.closest("[hidden]").hidden = false;
    } catch { /* away from the network: the question works without it */ }
  });
})();
