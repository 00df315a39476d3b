/* Tables with rows: adds and removes them in place. Without this script the same buttons send the form. */
(() => {
  const BLANK = "999";

  const setUp = (table) => {
    const list = table.querySelector("[data-rows-list]");
    const add = table.querySelector("[data-add-row]");
    const blank = table.querySelector("template[data-blank-row]");
    const item = table.dataset.item;
    const rows = () => [...list.querySelectorAll("[data-row]")];
    let nextNumber = Math.max(-1, ...rows().map((row) => Number(row.dataset.row))) + 1;

    const renumber = () => {
      rows().forEach((row, place) => row.querySelectorAll("[data-row-name]").forEach((name) => {
        const words = `${item} ${place + 1}`;
        name.textContent = name.closest("legend") ? words[0].toUpperCase() + words.slice(1) : words;
      }));
      if (add) {
        add.hidden = rows().length >= Number(table.dataset.most);
        add.textContent = `Add ${rows().length ? "another" : "the first"} ${item}`;
      }
    };
    const changed = () => {
      renumber();
      table.dispatchEvent(new Event("rows-changed", { bubbles: true }));
    };

    table.addEventListener("click", (event) => {
      if (event.target.closest("[data-add-row]")) {
        event.preventDefault();
        const row = blank.content.cloneNode(true).querySelector("[data-row]");
        row.dataset.row = nextNumber;
        row.querySelectorAll("*").forEach((element) => ["name", "id", "for", "value", "aria-describedby"].forEach((kind) => {
          const text = element.getAttribute(kind);
          if (text) element.setAttribute(kind, text.replace(`row-${BLANK}`, `row-${nextNumber}`));
        }));
        nextNumber += 1;
        list.append(row);
        renumber();
        row.querySelector("input:not([type=hidden]), select, textarea").focus();
      }
      const remove = event.target.closest("[data-remove-row]");
      if (remove) {
        event.preventDefault();
        const row = remove.closest("[data-row]");
        const near = row.nextElementSibling || row.previousElementSibling;
        row.remove();
        changed();
        (near?.querySelector("input:not([type=hidden]), select, textarea") || add)?.focus();
      }
    });
  };
  document.querySelectorAll("[data-rows]").forEach(setUp);
})();
