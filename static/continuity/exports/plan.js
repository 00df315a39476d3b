/* Messages copied to the clipboard, open places in square brackets; the contents folded away on narrow screens. */
(() => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const text = button.parentElement.querySelector("[data-copied]").cloneNode(true);
    text.querySelectorAll("mark").forEach((open) => { open.textContent = `[${open.textContent}]`; });
    const words = button.firstChild;
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      words.textContent = "Copied";
    } catch {
      words.textContent = "Not copied: select the text";
    }
  });
  const fold = document.querySelector(".plan-contents-fold");
  if (fold && matchMedia("(max-width: 1199.98px)").matches) fold.open = false;
})();
