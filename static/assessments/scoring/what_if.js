/* Answers while a slider moves: asks the same address for the answer alone and puts it in the place of the last one.
   A question that is overtaken by the next is dropped, so that an old answer never covers a new one. */
(() => {
  const form = document.querySelector("[data-what-if]");
  const place = form.querySelector("[data-answer]");
  const announced = form.querySelector("[data-announce]");
  const bar = form.querySelector("[data-bar]");
  const all = document.querySelector("[data-all-settings]");  // where the form is a card: on to every setting
  const path = new URL(form.action, location.href).pathname;
  const WAIT_MS = 60;
  const SAY_AFTER_MS = 700;
  let asking = null, waiting = 0, saying = 0;

  const wholeStep = (slider) => {
    const near = Number(slider.value), low = Number(slider.min), least = Number(slider.dataset.least || low);
    if (near < least) return String(near - low < least - near ? low : least);  // nothing can be set in between
    return String(slider.max > 0 ? Math.min(Number(slider.max), Math.max(least, Math.round(near))) : near);
  };
  const controlsOf = (name) => form.querySelectorAll(`[name="${name}"], [name^="${name}-"]`);  // a day has three
  const say = (text) => {
    clearTimeout(saying);
    saying = setTimeout(() => { announced.textContent = text; }, SAY_AFTER_MS);
  };
  const showMistakes = () => {
    const sentences = new Map([...place.querySelectorAll("[data-mistake]")].map((one) => [one.dataset.mistake, one.dataset.sentence]));
    form.querySelectorAll("[data-error]").forEach((error) => {
      const sentence = sentences.get(error.dataset.error) || "";
      error.textContent = sentence;
      error.hidden = !sentence;
      controlsOf(error.dataset.error).forEach((control) => {
        if (sentence) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      });
    });
  };
  const show = (text) => {
    const isOpen = place.querySelector("[data-changed]")?.open;
    place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    if (isOpen) place.querySelector("[data-changed]")?.setAttribute("open", "");
    showMistakes();
    const told = place.querySelector("[data-told]");
    const isNew = !bar.textContent;
    bar.textContent = told.dataset.short;
    if (isNew && bar.offsetHeight && form.contains(document.activeElement)) {
      document.activeElement.scrollIntoView({ block: "nearest" });  // the bar must not lie on what is being moved
    }
    say(told.textContent);
  };
  const asked = () => {  // what stands as stated is left out, or the address of many activities is too long for a server
    const stated = new Map([...form.querySelectorAll("[data-stated]")].map((one) => [one.name, one.dataset.stated]));
    return new URLSearchParams([...new FormData(form)].filter(([name, value]) => value !== stated.get(name)));
  };
  const carryOver = () => { if (all) all.href = `${path}?${asked()}`; };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const address = `${path}?${asked()}`;
    let response, text;
    try {
      response = await fetch(address, { headers: { "HX-Request": "true" }, signal });
      text = await response.text();
    } catch (error) {
      if (!signal.aborted) say("The connection is away. Press “Work it out” once it is back.");
      return;
    }
    if (signal.aborted) return;
    if (!response.ok) { say(response.status === 401 ? text : "The answer did not come. Press “Work it out”."); return; }
    show(text);
    if (path === location.pathname) history.replaceState(null, "", address);  // on other pages the form is a card
  };
  const askSoon = () => { clearTimeout(waiting); waiting = setTimeout(ask, WAIT_MS); };

  form.addEventListener("input", (event) => {
    const control = event.target;
    if (control.dataset.slides) document.getElementById(control.dataset.slides).value = wholeStep(control);
    else {
      const slider = form.querySelector(`[data-slides="${control.id}"]`);
      if (slider && Number.isFinite(Number(control.value))) slider.value = control.value;
    }
    carryOver();
    askSoon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "peak") {
      const parts = event.submitter.value.split("-").map(Number).reverse();
      controlsOf("start").forEach((control, at) => { control.value = parts[at]; });
    }
    askSoon();
  });
})();
