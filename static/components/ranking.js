/* The ranked picker: ticking moves an activity up into the list, the arrows change its place; the places are sent as numbers. */
(() => {
  const picker = document.querySelector("[data-ranking]");
  if (!picker) return;
  const ranked = picker.querySelector("[data-ranked]");
  const unranked = picker.querySelector("[data-unranked]");

  const number = () => {
    picker.querySelectorAll("[data-rank]").forEach((row) => { row.querySelector(".rank-place").value = ""; });
    [...ranked.children].forEach((row, place) => { row.querySelector(".rank-place").value = place + 1; });
  };
  const changed = () => {
    number();
    picker.dispatchEvent(new Event("rows-changed", { bubbles: true }));
  };

  picker.addEventListener("change", (event) => {
    const row = event.target.closest("[data-rank]");
    if (!row || event.target.type !== "checkbox") return;
    (event.target.checked ? ranked : unranked).append(row);
    number();
    event.target.focus();
  });
  picker.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const row = button.closest("[data-rank]");
    if (button.dataset.move === "up") row.previousElementSibling?.before(row); else row.nextElementSibling?.after(row);
    changed();
    button.focus();
  });
  number();
})();
