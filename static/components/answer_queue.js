/* The answers of this person that wait to be sent, in order, on this device: {key, url, version, fields}.
   They survive a reload; page.js removes them at sign-out and when somebody else signs in. */
window.answerQueue = (() => {
  const storageKey = `ballast-queue:${document.documentElement.dataset.user || ""}`;
  let memory = [];

  const all = () => {
    try { return JSON.parse(localStorage.getItem(storageKey)) || []; } catch { return memory; }
  };
  const keep = (items) => {
    memory = items;
    try { localStorage.setItem(storageKey, JSON.stringify(items)); } catch { /* full or switched off: memory will do */ }
  };
  const change = (key, what) => keep(all().map((item) => (item.key === key ? { ...item, ...what } : item)));

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();  // there only on https and on the machine itself
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  return {
    /* What waits for one address. */
    of: (url) => all().filter((item) => item.url === url),
    /* The next to send; an answer whose question another person changed waits until its own page is open. */
    next: (openUrl) => all().find((item) => !item.isHeld || item.url === openUrl),
    /* The newest state of a form takes the place of one never sent; one that was sent keeps its key for the next try. */
    add: (url, version, fields) => {
      const items = all().filter((item) => item.url !== url || item.wasTried);
      keep([...items, { key: newKey(), url, version, fields }]);
    },
    tried: (item) => change(item.key, { wasTried: true }),
    hold: (item) => change(item.key, { isHeld: true }),
    /* The item is settled; later ones for the same address build on the version it made. */
    remove: (item, version) => keep(all().filter((other) => other.key !== item.key)
      .map((other) => (other.url === item.url && version !== undefined ? { ...other, version } : other))),
    drop: (url) => keep(all().filter((item) => item.url !== url)),
  };
})();
