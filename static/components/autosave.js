/* Saves a form as it is filled in: on change, and after one second of rest while typing.

   <form data-autosave-url="…" data-version="3">: posts JSON {key, version, fields} with the header X-CSRFToken; `key` is a UUID
   that stays the same when a save is tried again, `fields` is {name: [texts]} (names: assessments/ui/widgets.py).
   Answers: 200 {version, saved_at, preview?} · 409 {version, by, at, yours, theirs} · 422, 403, 404 {sentence} · 401 signed out. */
(() => {
  const form = document.querySelector("form[data-autosave-url]");
  if (!form) return;
  const REST_MS = 1000, LONGEST_WAIT_MS = 3000, PAUSES_MS = [1000, 3000, 10000, 30000];
  const queue = window.answerQueue, url = form.dataset.autosaveUrl;
  const status = document.querySelector("[data-autosave-status]");
  let rest = null, again = null, failures = 0, sending = null, conflict = null, mustReload = false;

  const say = (text, state) => {
    if (!status) return;
    status.dataset.state = state;
    status.querySelector("[data-autosave-text]").textContent = text;
  };
  const fields = () => {
    const found = {};
    new FormData(form).forEach((value, name) => {
      if (name === "csrfmiddlewaretoken" || name === "version" || typeof value !== "string") return;
      (found[name] ||= []).push(value);
    });
    return found;
  };
  const save = () => {
    clearTimeout(rest);
    queue.add(url, Number(form.dataset.version), fields());
    drain();
  };
  const settled = (item, version) => {
    queue.remove(item, version);
    if (item.url !== url || version === undefined) return;
    form.dataset.version = version;
    if (form.elements.version) form.elements.version.value = version;
  };

  const post = (item) => fetch(item.url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
    },
    body: JSON.stringify({ key: item.key, version: item.version, fields: item.fields }),
  });

  const showConflict = (item, found) => {
    const section = document.querySelector("template[data-conflict]").content.cloneNode(true).firstElementChild;
    const fill = (selector, text) => { section.querySelector(selector).textContent = text; };
    fill("h2", `${found.by} changed this at ${found.at}. Keep yours or theirs?`);
    fill("[data-their-name]", found.by);
    fill("[data-yours]", found.yours);
    fill("[data-theirs]", found.theirs);
    section.addEventListener("click", (event) => {
      const choice = event.target.dataset.keep;
      if (!choice) return;
      settled(item, found.version);
      section.remove();
      conflict = null;
      if (choice === "yours") { save(); return; }
      queue.drop(url);
      location.reload();
    });
    conflict = section;
    form.append(section);
    say("Somebody else changed this answer. Choose below which one to keep.", "waiting");
  };

  /* True if the next answer may go; false if the queue must wait. */
  const settle = async (item, response) => {
    const told = await response.json().catch(() => ({}));
    if (response.ok) {
      settled(item, told.version);
      const sentence = document.querySelector("[data-preview-sentence]");
      if (sentence && told.preview) sentence.textContent = told.preview;
      say(`Saved at ${told.saved_at}`, "saved");
      if (mustReload && !queue.of(url).length) location.reload();
    } else if (response.status === 409 && item.url === url) {
      showConflict(item, told);
      return false;
    } else if (response.status === 409) {
      queue.hold(item);
      say("Somebody else changed an answer you gave on another page. Open that question to choose which to keep.", "waiting");
    } else if ([403, 404, 422].includes(response.status)) {
      settled(item);
      say(`Not saved yet. ${told.sentence || "You can no longer change this answer here."}`, "waiting");
    } else if (response.status === 401) {
      say("You are signed out. Sign in again in another tab; your answer is still on this page.", "waiting");
      return false;
    } else {
      say("Not saved. We try again in a moment; your answer is still on this page.", "waiting");
      return false;
    }
    return true;
  };
  const sendAll = async () => {
    for (let item = queue.next(url); item && !conflict; item = queue.next(url)) {
      say("Saving…", "saving");
      queue.tried(item);
      let mayGoOn = false;
      try { mayGoOn = await settle(item, await post(item)); }
      catch { say("Not saved. Check your connection; your answer is still on this page.", "waiting"); }
      if (!mayGoOn && !conflict) again = setTimeout(drain, PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)]);
      if (!mayGoOn) return;
      failures = 0;
    }
  };
  function drain() {
    clearTimeout(again);
    sending ||= sendAll().finally(() => { sending = null; });
  }

  /* After a reload the page shows what the server has: put back what still waits. False if a field of it is not there. */
  const restore = (waiting) => Object.entries(waiting.fields).map(([name, texts]) => {
    const controls = [...form.elements].filter((control) => control.name === name);
    controls.forEach((control, place) => {
      if (control.type === "checkbox" || control.type === "radio") control.checked = texts.includes(control.value);
      else control.value = texts[place] ?? control.value;
    });
    return controls.length > 0;
  }).every(Boolean);

  form.addEventListener("input", () => { clearTimeout(rest); rest = setTimeout(save, REST_MS); });
  form.addEventListener("change", save);
  form.addEventListener("rows-changed", save);
  addEventListener("online", drain);
  /* The plain save carries everything. It waits for what is on its way, so that it does not meet itself as a conflict. */
  form.addEventListener("submit", async (event) => {
    clearTimeout(rest);
    if (!sending) { queue.drop(url); return; }
    event.preventDefault();
    await Promise.race([sending, new Promise((over) => { setTimeout(over, LONGEST_WAIT_MS); })]);
    if (conflict) { conflict.focus(); return; }
    sending = null;
    form.requestSubmit(event.submitter);
  });
  /* Whoever is quicker than this script has told nobody what they set. */
  const isSet = (control) => control.type === "checkbox" || control.type === "radio"
    ? control.checked !== control.defaultChecked
    : control.defaultValue !== undefined && control.type !== "hidden" && control.value !== control.defaultValue;
  const waiting = queue.of(url).at(-1);
  if (waiting) mustReload = !restore(waiting);
  else if (navigator.userActivation?.hasBeenActive && [...form.elements].some(isSet)) save();
  if (queue.next(url)) drain();
})();
